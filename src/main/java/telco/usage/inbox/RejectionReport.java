package telco.usage.inbox;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import telco.usage.input.LogText;
import telco.usage.run.Amount;
import telco.usage.run.Disposition;
import telco.usage.run.FirstRejects;
import telco.usage.run.RejectTotals;
import telco.usage.run.Run;
import telco.usage.run.RunState;

/**
 * What the file's provider is told when it was not loaded, see {@code templates/inbox/RejectionReport.txt}. All its texts
 * are single lines, and say nothing of customers but what a reject's message does.
 *
 * @param file the file's name, fit to print
 * @param error why it was not loaded
 * @param reasons how many records were kept aside for which reason, a line each
 * @param rejects the first of them, a line each
 */
@CheckedTemplate(basePath = "inbox")
record RejectionReport(
        Run run,
        String file,
        Instant received,
        Instant ended,
        String error,
        long read,
        String rejected,
        List<String> reasons,
        List<String> rejects,
        String advice)
        implements TemplateInstance {

    static final String ENDING = ".report.txt";

    private static final int REJECTS_SHOWN = 20;

    /** Where the report of this file lies. */
    static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ENDING);
    }

    /** The report about a run that is FAILED or CANCELLED. */
    static RejectionReport of(Connection connection, Run run) throws SQLException {
        List<RejectTotals.Total> totals = RejectTotals.of(connection, run.id());
        return new RejectionReport(
                run,
                LogText.of(run.file().name()),
                run.requestedAt().truncatedTo(ChronoUnit.SECONDS),
                run.finishedAt().truncatedTo(ChronoUnit.SECONDS),
                error(run),
                run.tally().rows(Disposition.READ),
                rejected(totals),
                totals.stream().map(RejectionReport::line).toList(),
                FirstRejects.of(connection, run.id(), REJECTS_SHOWN).stream()
                        .map(LogText::of)
                        .toList(),
                advice(run));
    }

    private static String error(Run run) {
        if (run.error() == null) {
            return "CANCELLED: somebody has stopped the run on request.";
        }
        return LogText.of(run.error().code() + ": " + run.error().message());
    }

    private static String rejected(List<RejectTotals.Total> totals) {
        Amount all = totals.stream().map(RejectTotals.Total::amount).reduce(Amount.NONE, Amount::plus);
        return all.rows() == 0 ? "0" : "%d, which charge %s".formatted(all.rows(), Amount.plain(all.charge()));
    }

    private static String line(RejectTotals.Total total) {
        return String.format(
                Locale.ROOT,
                "%-26s%,14d%26s",
                total.reason(),
                total.amount().rows(),
                Amount.plain(total.amount().charge()));
    }

    private static String advice(Run run) {
        if (run.state() == RunState.CANCELLED) {
            return "Ask the people who run the service before you deliver it again.";
        }
        return switch (run.error().code()) {
            case FILE_CORRUPT,
                    ARCHIVE_NOT_ONE_MEMBER,
                    COMPRESSION_UNSUPPORTED,
                    FILE_TOO_LARGE_UNPACKED,
                    FILE_EMPTY,
                    WRONG_COLUMN_COUNT,
                    BAD_HEADER,
                    TOO_MANY_REJECTS,
                    TOO_MANY_DAYS,
                    TOO_MANY_EVENT_TYPES ->
                "Correct the file where it is made, and deliver it again as a whole, under any name.";
            case CONTROL_FILE_INVALID, CONTROL_MISMATCH ->
                "See which of the two is wrong, the file or its control file (.ctl), and deliver both again.";
            case QUALITY_GATE ->
                "Look at what the problems above say. If the file is wrong, correct it where it is made and deliver it again;"
                        + " if it is right, tell the people who run the service: they can release it as it is.";
            case FILE_NOT_FOUND, FILE_UNREADABLE, FILE_CHANGED ->
                "Deliver the file again, complete and readable; under any name.";
            case SPOOL_UNUSABLE, BALANCE_MISMATCH, DATABASE_ERROR, ATTEMPTS_EXHAUSTED, INTERNAL_ERROR ->
                "This is not the file's fault. The people who run the service know of it; once it is mended, deliver the"
                        + " file again as it is.";
        };
    }
}
