package telco.usage.inbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import telco.usage.control.ControlFile;

/**
 * What the files are called that lie beside a data file, belong to it and move with it: as it is, with an ending. Such a
 * file is never loaded itself.
 *
 * @param all the endings that there are
 * @param required the ending without which a data file is not complete, null where it needs none
 */
record Endings(List<String> all, String required) {

    static Endings of(InboxConfig config) {
        return switch (config.mode()) {
            case QUIET -> new Endings(List.of(ControlFile.ENDING), null);
            case CONTROL_FILE -> new Endings(List.of(ControlFile.ENDING), ControlFile.ENDING);
            case DONE_FILE -> {
                String suffix = config.doneSuffix();
                requireUsable(suffix);
                yield new Endings(List.of(ControlFile.ENDING, suffix), suffix);
            }
        };
    }

    private static void requireUsable(String suffix) {
        boolean fits = suffix.getBytes(StandardCharsets.UTF_8).length <= RunFileName.LONGEST_ENDING_BYTES;
        if (!fits
                || suffix.isBlank()
                || suffix.contains("/")
                || suffix.equals(ControlFile.ENDING)
                || suffix.equals(RejectionReport.ENDING)
                || TemporaryName.is("usage.csv" + suffix)) {
            throw new IllegalArgumentException(
                    "INBOX_DONE_SUFFIX is '%s', expected an ending like .done: at most %d bytes, no slash, not %s, %s nor that of a temporary file"
                            .formatted(
                                    suffix,
                                    RunFileName.LONGEST_ENDING_BYTES,
                                    ControlFile.ENDING,
                                    RejectionReport.ENDING));
        }
    }

    /** The ending with which a file belongs to another one; empty for a data file. */
    Optional<String> of(String fileName) {
        return all.stream()
                .filter(ending -> fileName.length() > ending.length() && fileName.endsWith(ending))
                .findFirst();
    }
}
