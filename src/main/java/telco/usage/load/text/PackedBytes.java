package telco.usage.load.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import telco.usage.load.UsageFile;
import telco.usage.run.RunFailedException;

/**
 * The bytes of a packed file on their way to what unpacks them. That the file cannot be read is said here and not in the
 * unpacking, where every other failure means that the file is damaged. What is skipped is read as well: it is hashed.
 */
final class PackedBytes extends InputStream {

    /** What surrounds the content, as names and comments do, is not that long in any file that is meant well. */
    private static final long MOST_WITHOUT_CONTENT = 16 << 20;

    private final UsageFile file;
    private final InputStream in;
    private volatile long count;
    private long contentUpTo = Long.MAX_VALUE;

    PackedBytes(UsageFile file) {
        this.file = file;
        this.in = file.stream();
    }

    /** To be called before something is unpacked, and whenever the bytes that were read so far have given content. */
    void haveContent() {
        contentUpTo = count;
    }

    /** How many were read; any thread may ask. */
    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /**
     * Reads on.
     *
     * @throws ZipException when there is no content in what was read last: what unpacks may collect it in memory
     * @throws RunFailedException when the file cannot be read
     */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = readFile(target, offset, length);
        // One thread at a time reads; the others only look.
        long soFar = count;
        count = soFar + Math.max(0, read);
        if (count - contentUpTo > MOST_WITHOUT_CONTENT) {
            throw new ZipException("more than %d MB of it hold no content".formatted(MOST_WITHOUT_CONTENT >> 20));
        }
        return read;
    }

    private int readFile(byte[] target, int offset, int length) {
        try {
            return in.read(target, offset, length);
        } catch (IOException e) {
            throw UsageFile.unreadable(file.name(), e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
