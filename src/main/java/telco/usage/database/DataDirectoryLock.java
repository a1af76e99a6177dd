package telco.usage.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Held by the one process that may use a data directory. The operating system lets go of it when that process ends, in
 * whatever way, so there is no stale lock.
 */
final class DataDirectoryLock implements AutoCloseable {

    private static final String FILE_NAME = "postgres.lock";

    private final FileChannel channel;

    private DataDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Empty when somebody else holds it. Creates the directory if need be.
     *
     * @throws StartRefusedException when the directory cannot be written
     */
    static Optional<DataDirectoryLock> tryAcquire(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve(FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new DataDirectoryLock(channel));
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The data directory " + directory + " cannot be written (" + e
                            + "). Make it writable for this user, or name another one with DATA_DIR.",
                    e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    /** Lets go. The file stays: removing it would let two others lock two files of one name. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
