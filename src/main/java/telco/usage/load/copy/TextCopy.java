package telco.usage.load.copy;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.LongUnaryOperator;

/**
 * A text that is written to the spool while it is read. What was unpacked can only be read in its order; but a record is
 * kept aside byte for byte when it turns out to be in conflict, and by then rows are sorted.
 */
final class TextCopy extends FilterInputStream {

    private static final long ROOM_CHECKED_EVERY = 64 << 20;

    private final Spool spool;
    private final LongUnaryOperator expectedBytes;
    private final FileChannel file;
    private long written;
    private long checkedAt;

    /** @param expectedBytes how long the text will be, by what is known when so much of it was read */
    TextCopy(InputStream text, Spool spool, LongUnaryOperator expectedBytes) {
        super(text);
        this.spool = spool;
        this.expectedBytes = expectedBytes;
        this.file = spool.temporaryFile();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** @throws telco.usage.run.RunFailedException when there is no room for what is read, or for what is still to come */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        if (count > 0) {
            write(ByteBuffer.wrap(target, offset, count));
        }
        return count;
    }

    private void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                written += file.write(bytes, written);
            }
        } catch (IOException e) {
            throw Spool.unusable(spool.directory(), e);
        }
        if (written - checkedAt >= ROOM_CHECKED_EVERY) {
            checkedAt = written;
            spool.requireRoom(Spool.bytesForCopied(expectedBytes.applyAsLong(written) - written));
        }
    }

    /** Bytes that were read before; any thread may ask. */
    byte[] bytes(long offset, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            while (bytes.hasRemaining()) {
                if (file.read(bytes, offset + bytes.position()) < 0) {
                    throw new EOFException("the copy of the text ends before byte " + (offset + length));
                }
            }
            return bytes.array();
        } catch (IOException e) {
            throw Spool.unusable(spool.directory(), e);
        }
    }

    /** Gives the copy's space back. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw Spool.unusable(spool.directory(), e);
        }
    }
}
