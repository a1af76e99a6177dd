package telco.usage.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import telco.usage.digest.Sha256;
import telco.usage.input.LinkFreeFile;
import telco.usage.run.Run;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;

/** The file of a run, read once from start to end while its hash is computed. */
public final class UsageFile implements AutoCloseable {

    private final String name;
    private final long sizeBytes;
    private final FileChannel channel;
    private final DigestInputStream in;

    private UsageFile(String name, long sizeBytes, FileChannel channel) {
        this.name = name;
        this.sizeBytes = sizeBytes;
        this.channel = channel;
        this.in = new DigestInputStream(Channels.newInputStream(channel), Sha256.begin());
    }

    private interface Opening {
        FileChannel channel() throws IOException;
    }

    /**
     * Opens the run's file, as {@link #open(Path, String, long)}. No link is followed but for the command's file, which is
     * its user's own: others may write to the folders in which the files of other runs lie.
     */
    public static UsageFile open(Run run) {
        String name = run.file().name();
        return open(name, run.file().sizeBytes(), () -> switch (run.trigger()) {
            case API -> LinkFreeFile.open(run.path());
            case UPLOAD, INBOX, REPLAY ->
                FileChannel.open(run.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            case CLI -> FileChannel.open(run.path(), StandardOpenOption.READ);
        });
    }

    /**
     * Opens a file.
     *
     * @param name what messages call it
     * @param sizeBytes its length when it was accepted
     * @throws RunFailedException when it is gone, cannot be read, is empty, or has another length than when it was
     *     accepted
     */
    public static UsageFile open(Path path, String name, long sizeBytes) {
        return open(name, sizeBytes, () -> FileChannel.open(path, StandardOpenOption.READ));
    }

    private static UsageFile open(String name, long sizeBytes, Opening opening) {
        try {
            UsageFile file = new UsageFile(name, sizeBytes, opening.channel());
            try {
                file.requireItsLength();
                return file;
            } catch (RunFailedException | IOException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private void requireItsLength() throws IOException {
        long size = channel.size();
        if (size != sizeBytes) {
            throw new RunFailedException(
                    RunErrorCode.FILE_CHANGED,
                    "%s had %d bytes when the run was accepted and has %d now. It is to be loaded again when it is complete."
                            .formatted(name, sizeBytes, size));
        }
        if (size == 0) {
            throw new RunFailedException(RunErrorCode.FILE_EMPTY, name + " has no bytes. Deliver it again.");
        }
    }

    /** Why the file could not be read, for the user. */
    public static RunFailedException unreadable(String name, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new RunFailedException(
                    RunErrorCode.FILE_NOT_FOUND,
                    name + " was there when the run was accepted and is gone now. Deliver it again.",
                    e);
        }
        if (e instanceof LinkFreeFile.LinkedException) {
            return new RunFailedException(
                    RunErrorCode.FILE_CHANGED,
                    name
                            + " is not the file that it was when the run was accepted: a link has come to be in its place, or in"
                            + " that of a folder on the way to it. Put the file itself there and submit it again.",
                    e);
        }
        String why = e instanceof AccessDeniedException ? "access is denied to the service's user" : e.getMessage();
        return new RunFailedException(RunErrorCode.FILE_UNREADABLE, name + " cannot be read: " + why + ".", e);
    }

    /** Its name, for messages. */
    public String name() {
        return name;
    }

    /** Its length when it was accepted. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** The file's bytes from its start, read once. */
    public InputStream stream() {
        return in;
    }

    /**
     * To be called when the stream was read to its end.
     *
     * @throws RunFailedException when that was not where the file ended when it was accepted
     */
    public void requireWhole() throws IOException {
        if (channel.position() != sizeBytes) {
            throw new RunFailedException(
                    RunErrorCode.FILE_CHANGED,
                    "%s had %d bytes when the run was accepted, and %d when it was read. It is to be loaded again when it is complete."
                            .formatted(name, sizeBytes, channel.position()));
        }
    }

    /**
     * Bytes from anywhere in the file, without moving the stream; any thread may ask.
     *
     * @throws RunFailedException when they cannot be read any more
     */
    public byte[] bytes(long offset, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offset + bytes.position()) < 0) {
                    throw new EOFException("it ends before byte " + (offset + length));
                }
            }
            return bytes.array();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** The SHA-256 in hex of all bytes; to be asked once, after the last of them was read. */
    public String sha256() {
        return Sha256.end(in.getMessageDigest());
    }

    /** The SHA-256 in hex of the run's file, without doing anything else with it. */
    static String sha256(Run run) {
        try (UsageFile file = open(run)) {
            file.stream().transferTo(OutputStream.nullOutputStream());
            return file.sha256();
        } catch (IOException e) {
            throw unreadable(run.file().name(), e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
