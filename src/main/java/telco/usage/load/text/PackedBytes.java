package telco.usage.load.text;

import java.io.IOException;
import java.io.InputStream;
import telco.usage.load.UsageFile;
import telco.usage.run.RunFailedException;

/**
 * The bytes of a packed file on their way to what unpacks them. That the file cannot be read is said here and not in the
 * unpacking, where every other failure means that the file is damaged. What is skipped is read as well: it is hashed.
 */
final class PackedBytes extends InputStream {

    private final UsageFile file;
    private final InputStream in;
    private volatile long count;

    PackedBytes(UsageFile file) {
        this.file = file;
        this.in = file.stream();
    }

    /** How many were read; any thread may ask. */
    long count() {
        return count;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** @throws RunFailedException when the file cannot be read */
    @Override
    public int read(byte[] target, int offset, int length) {
        try {
            int read = in.read(target, offset, length);
            // One thread at a time reads; the others only look.
            long soFar = count;
            count = soFar + Math.max(0, read);
            return read;
        } catch (IOException e) {
            throw UsageFile.unreadable(file.name(), e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
