package telco.usage.inbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file that is to be loaded, and what lies beside it and belongs to it.
 *
 * @param beside the files called as it is, with an ending
 */
record Delivery(WaitingFile data, List<WaitingFile> beside) {

    /** The ending of one of the files beside. */
    String endingOf(WaitingFile other) {
        return other.name().substring(data.name().length());
    }

    /**
     * True while all of it is as it was, and nothing that belongs to it has come.
     *
     * @throws java.nio.file.NoSuchFileException when a part of it is gone
     */
    boolean isUnchanged(Endings endings) throws IOException {
        for (WaitingFile part : beside) {
            if (!WaitingFile.look(part.path()).equals(Optional.of(part))) {
                return false;
            }
        }
        for (String ending : endings.all()) {
            Path other = data.path().resolveSibling(data.name() + ending);
            boolean known = beside.stream().anyMatch(part -> part.path().equals(other));
            if (!known && Files.exists(other, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return WaitingFile.look(data.path()).equals(Optional.of(data));
    }
}
