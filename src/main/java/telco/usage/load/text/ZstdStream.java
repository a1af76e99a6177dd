package telco.usage.load.text;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Unpacks zstd, frame after frame. The library's own stream takes a file for whole that was cut within a further frame, if
 * that begins in the same buffer in which the frame before it ends.
 */
final class ZstdStream extends InputStream {

    /** What zstd itself allows unless told otherwise, 128 MB: unpacking takes as much memory. */
    static final int LARGEST_WINDOW_MB = 128;

    private static final int BUFFER_BYTES = 128 * 1024;

    private final InputStream packed;
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private final byte[] transfer = new byte[BUFFER_BYTES];
    private final ByteBuffer source = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
    private final ByteBuffer unpacked = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
    private boolean withinFrame;
    private boolean holdsMore;

    ZstdStream(InputStream packed) {
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (!unpacked.hasRemaining()) {
            if (!source.hasRemaining() && !holdsMore && !fill()) {
                return -1;
            }
            unpack();
        }
        int count = Math.min(length, unpacked.remaining());
        unpacked.get(target, offset, count);
        return count;
    }

    private void unpack() {
        unpacked.clear();
        withinFrame = !zstd.decompressDirectByteBufferStream(unpacked, source);
        holdsMore = withinFrame && !unpacked.hasRemaining();
        unpacked.flip();
    }

    /** False at the end of the file, which must be the end of a frame. */
    private boolean fill() throws IOException {
        int count = packed.read(transfer);
        if (count < 0 && withinFrame) {
            throw new EOFException("the last frame is not complete");
        }
        if (count < 0) {
            return false;
        }
        source.clear().put(transfer, 0, count).flip();
        return true;
    }

    @Override
    public void close() throws IOException {
        zstd.close();
        packed.close();
    }
}
