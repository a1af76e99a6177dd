package telco.usage.inbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;

/**
 * Moves files and never overwrites one. Only to be used under {@link InboxLock}: looking and moving are two steps. Should
 * the lock be lost during a long copy and somebody else begin the same, then one of them finds its copy or the original
 * gone and stops; a whole file is left in either case.
 */
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

    /**
     * Never shows a half copy under the final name, and deletes the original last, when the copy is on the disk. What has
     * become a link is left: it may lead to any file that the service can read, and a copy would show that.
     */
    static void copyAndDelete(Path from, Path to) throws IOException {
        refuseTaken(to);
        requireFile(from);
        String prefix = ".moving-" + from.getFileName().toString().hashCode() + "-";
        removeCopiesCutShort(to.getParent(), prefix);
        long free = Files.getFileStore(to.getParent()).getUsableSpace();
        if (free < Files.size(from)) {
            throw new IOException(
                    "no room in " + to.getParent() + ": needs " + Files.size(from) + " bytes, has " + free);
        }
        // A name of its own: whoever else copies the same must not write into this one.
        Path copy = to.resolveSibling(prefix + UUID.randomUUID() + ".part");
        try {
            Files.copy(from, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            force(copy, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            if (!isCopy(from, copy)) {
                throw new IOException(
                        "the copy of " + from.getFileName() + " in " + to.getParent() + " is not equal to it");
            }
            rename(copy, to);
        } catch (IOException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
        force(to.getParent(), StandardOpenOption.READ);
        Files.delete(from);
    }

    private static void removeCopiesCutShort(Path folder, String prefix) throws IOException {
        try (DirectoryStream<Path> copies = Files.newDirectoryStream(folder, prefix + "*.part")) {
            for (Path copy : copies) {
                Files.deleteIfExists(copy);
            }
        }
    }

    /** Returns when what is written is on the disk, or what is named in a folder. */
    private static void force(Path path, OpenOption... how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    private static void requireFile(Path from) throws IOException {
        if (!isFile(from)) {
            throw new FileSystemException(
                    from.toString(),
                    null,
                    "is no file any more but a link or the like, which is not copied; remove it");
        }
    }

    /** @throws java.nio.file.NoSuchFileException when nothing is there */
    private static boolean isFile(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isRegularFile();
    }

    private static void refuseTaken(Path to) throws FileAlreadyExistsException {
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(to.toString());
        }
    }

    /** True when {@code to} is a copy of {@code from}: a move was cut short between the copy and the deletion. */
    static boolean isCopy(Path from, Path to) throws IOException {
        return Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS) && isFile(from) && Files.mismatch(from, to) < 0;
    }
}
