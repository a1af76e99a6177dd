package telco.usage.inbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A data file and what lies beside it, moved together. One after the other, the data file last: a group whose move was cut
 * short is moved to its end by moving what is left to the same place.
 *
 * @param endings of those that are there; the empty one is the data file's own
 */
record FileGroup(Path data, List<String> endings) {

    /** @throws NoSuchFileException when nothing of it is there */
    static FileGroup of(Path data, Endings endings) throws NoSuchFileException {
        List<String> there = Stream.concat(endings.all().stream(), Stream.of(""))
                .filter(ending -> exists(with(data, ending)))
                .toList();
        if (there.isEmpty()) {
            throw new NoSuchFileException(data.toString());
        }
        return new FileGroup(data, there);
    }

    /** True when nothing has the names that the group would have there. */
    boolean isFree(Path target) {
        return endings.stream().noneMatch(ending -> exists(with(target, ending)));
    }

    /** True when nothing else has those names; copies, of a move that was cut short, may. */
    boolean fits(Path target) throws IOException {
        for (String ending : endings) {
            Path to = with(target, ending);
            if (exists(to) && !FileMove.isCopy(with(data, ending), to)) {
                return false;
            }
        }
        return true;
    }

    /** Renames within one file system, to names that are free. */
    void rename(Path target) throws IOException {
        for (String ending : endings) {
            FileMove.rename(with(data, ending), with(target, ending));
        }
    }

    /** Moves to wherever {@code target} lies, to names that {@linkplain #fits fit}. */
    void move(Path target) throws IOException {
        for (String ending : endings) {
            Path from = with(data, ending);
            Path to = with(target, ending);
            if (exists(to) && FileMove.isCopy(from, to)) {
                Files.delete(from);
            } else {
                FileMove.move(from, to);
            }
        }
    }

    private static Path with(Path data, String ending) {
        return data.resolveSibling(data.getFileName() + ending);
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
