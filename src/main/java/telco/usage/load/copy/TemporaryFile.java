package telco.usage.load.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Files that only their maker can see. They lose their name as soon as they are open, so the system takes their space back
 * when the process ends, however it ends: a crash leaves nothing to clean up.
 */
final class TemporaryFile {

    private TemporaryFile() {}

    static FileChannel in(Path directory) throws IOException {
        Path path = Files.createTempFile(directory, "spool-", ".rows");
        // Where an open file keeps its name (Windows), it goes when it is closed.
        FileChannel file = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.deleteIfExists(path);
        }
        return file;
    }

    /** Fills {@code target} from {@code position} on with whole rows, as many as there are and fit. */
    static void read(FileChannel file, long position, ByteBuffer target) throws IOException {
        target.clear();
        target.limit(target.capacity() / Spooled.BYTES * Spooled.BYTES);
        while (target.hasRemaining() && file.read(target, position + target.position()) >= 0) {
            // The position moves with what was read.
        }
        target.flip();
    }
}
