package telco.usage.inbox;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Moves files and never overwrites one. Only to be used under {@link InboxLock}: looking and moving are two steps. */
final class FileMove {

    private FileMove() {}

    /** Renames within one file system: all or nothing. */
    static void rename(Path from, Path to) throws IOException {
        refuseTaken(to);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Moves to wherever {@code to} lies; its folder must exist. */
    static void move(Path from, Path to) throws IOException {
        try {
            rename(from, to);
        } catch (AtomicMoveNotSupportedException e) {
            copyAndDelete(from, to);
        }
    }

    /** Never shows a half copy under the final name, and deletes the original last. */
    static void copyAndDelete(Path from, Path to) throws IOException {
        refuseTaken(to);
        long free = Files.getFileStore(to.getParent()).getUsableSpace();
        if (free < Files.size(from)) {
            throw new IOException(
                    "no room in " + to.getParent() + ": needs " + Files.size(from) + " bytes, has " + free);
        }
        // The same name at each try, so that a copy cut short is overwritten and does not stay for ever.
        Path copy = to.resolveSibling(".moving-" + from.getFileName().toString().hashCode() + ".part");
        Files.copy(from, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        rename(copy, to);
        Files.delete(from);
    }

    private static void refuseTaken(Path to) throws FileAlreadyExistsException {
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(to.toString());
        }
    }

    /** True when {@code to} is a copy of {@code from}: a move was cut short between the copy and the deletion. */
    static boolean isCopy(Path from, Path to) throws IOException {
        return Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS) && Files.mismatch(from, to) < 0;
    }
}
