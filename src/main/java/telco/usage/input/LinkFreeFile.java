package telco.usage.input;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Opens a file that was found at a real path, and no other one: whoever has put a link in the place of the file, or of a
 * folder on the way to it, since it was found gets nothing read.
 */
public final class LinkFreeFile {

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private LinkFreeFile() {}

    /** There is a link where there was none when the file was found. */
    public static final class LinkedException extends FileSystemException {

        private static final long serialVersionUID = 1L;

        LinkedException(Path file) {
            super(file.toString(), null, "a link has come to be in its place, or in that of a folder on the way");
        }
    }

    /**
     * Opens the file for reading, by way of each of its folders.
     *
     * @param real a path that had no link in it when the file was found
     * @throws LinkedException when there is one now
     */
    public static FileChannel open(Path real) throws IOException {
        try {
            return found(real);
        } catch (IOException e) {
            throw isReal(real) ? e : new LinkedException(real);
        }
    }

    private static FileChannel found(Path real) throws IOException {
        try {
            return byItsFolders(real);
        } catch (AccessDeniedException e) {
            // A folder that may be passed and not listed cannot be held open on the way.
            return byItsName(real);
        }
    }

    private static FileChannel byItsFolders(Path real) throws IOException {
        try (DirectoryStream<Path> root = Files.newDirectoryStream(real.getRoot())) {
            return root instanceof SecureDirectoryStream<Path> secure
                    ? open(secure, real.getRoot().relativize(real))
                    : byItsName(real);
        }
    }

    private static FileChannel open(SecureDirectoryStream<Path> folder, Path below) throws IOException {
        Path next = below.getName(0);
        if (below.getNameCount() > 1) {
            try (SecureDirectoryStream<Path> inner = folder.newDirectoryStream(next, LinkOption.NOFOLLOW_LINKS)) {
                return open(inner, below.subpath(1, below.getNameCount()));
            }
        }
        SeekableByteChannel file = folder.newByteChannel(next, READ);
        if (file instanceof FileChannel channel) {
            return channel;
        }
        file.close();
        throw new FileSystemException(next.toString(), null, "this system does not open it as a file");
    }

    /** Without a link for its last part, and with a look whether one has come to be in the others meanwhile. */
    private static FileChannel byItsName(Path real) throws IOException {
        FileChannel file = FileChannel.open(real, READ);
        if (!isReal(real)) {
            file.close();
            throw new LinkedException(real);
        }
        return file;
    }

    private static boolean isReal(Path file) {
        try {
            return file.toRealPath().equals(file);
        } catch (IOException e) {
            return !Files.isSymbolicLink(file);
        }
    }
}
