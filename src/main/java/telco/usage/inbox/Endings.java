package telco.usage.inbox;

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
                String suffix = config.doneSuffix().text();
                yield new Endings(List.of(ControlFile.ENDING, suffix), suffix);
            }
        };
    }

    /** The ending with which a file belongs to another one; empty for a data file. */
    Optional<String> of(String fileName) {
        return all.stream()
                .filter(ending -> fileName.length() > ending.length() && fileName.endsWith(ending))
                .findFirst();
    }
}
