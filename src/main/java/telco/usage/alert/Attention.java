package telco.usage.alert;

import telco.usage.run.Run;
import telco.usage.run.RunState;
import telco.usage.run.RunTrigger;
import telco.usage.run.Severity;

/** Which runs a person should look at, and what that person can do. */
final class Attention {

    private Attention() {}

    /** True for a run that failed, or has a finding that is more than good to know. */
    static boolean isNeededBy(Run run) {
        return run.state() == RunState.FAILED
                || run.findings().stream().anyMatch(finding -> isNeededFor(finding.severity()));
    }

    static boolean isNeededFor(Severity severity) {
        return switch (severity) {
            case INFO -> false;
            case WARNING, ERROR -> true;
        };
    }

    /** What became of the warehouse, in a sentence. */
    static String consequence(Run run) {
        if (run.publishedAt() != null) {
            return "The rows counted as loaded are in the warehouse.";
        }
        return "Nothing of this file was loaded: the warehouse is as it was before.";
    }

    /** What to do next, in a sentence. */
    static String advice(Run run) {
        if (run.error() == null) {
            return "Look at the problems above and have them mended where the file comes from.";
        }
        return switch (run.error().code()) {
            case FILE_NOT_FOUND, FILE_UNREADABLE ->
                "See to it that the file is there and can be read, then submit it again.";
            case FILE_CHANGED ->
                run.trigger() == RunTrigger.INBOX
                        ? "Nothing: the file waits in the inbox, and is loaded when it is complete."
                        : "Wait until the file is complete, then submit it again.";
            case FILE_CORRUPT,
                    ARCHIVE_NOT_ONE_MEMBER,
                    COMPRESSION_UNSUPPORTED,
                    FILE_TOO_LARGE_UNPACKED,
                    FILE_EMPTY,
                    WRONG_COLUMN_COUNT,
                    BAD_HEADER,
                    TOO_MANY_REJECTS,
                    TOO_MANY_DAYS,
                    TOO_MANY_EVENT_TYPES -> "Correct the file or ask the provider for another one, then submit that.";
            case CONTROL_FILE_INVALID, CONTROL_MISMATCH ->
                "Have the provider deliver the file again, with a control file (.ctl) that says what it holds.";
            case QUALITY_GATE ->
                "Look at the problems above. If the file is right in spite of them, release it with POST /runs/"
                        + run.id() + "/publish; else have it mended and submit it again.";
            case SPOOL_UNUSABLE -> "Make room in SPOOL_DIR, then submit the file again.";
            case DATABASE_ERROR -> "Look at the database server, then submit the file again.";
            case BALANCE_MISMATCH, ATTEMPTS_EXHAUSTED, INTERNAL_ERROR ->
                "Look at the service's log around the time above, then submit the file again.";
        };
    }
}
