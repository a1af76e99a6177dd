package telco.usage.load.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.commons.io.input.BoundedInputStream;

/** The one file of a zip archive, unpacked while the archive is read from its start; its end is checked as gzip does it. */
final class ZipMemberStream extends FilterInputStream {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final ZipMember member;
    private final BoundedInputStream packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc32 = new CRC32();
    private long bytes;

    /** @param archive stands at its first byte */
    ZipMemberStream(ZipMember member, InputStream archive) throws IOException {
        super(null);
        this.member = member;
        archive.skipNBytes(member.dataOffset());
        this.packed = BoundedInputStream.builder()
                .setInputStream(archive)
                .setMaxCount(member.packedBytes())
                .get();
        InputStream unpacked = member.deflated() ? new InflaterInputStream(packed, inflater, BUFFER_BYTES) : packed;
        this.in = new CheckedInputStream(unpacked, crc32);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        if (count > 0) {
            bytes += count;
        } else if (count < 0 && (bytes != member.bytes() || packed.getRemaining() > 0)) {
            throw new ZipException("its file has not the length that its directory says");
        } else if (count < 0 && crc32.getValue() != member.crc32()) {
            throw new ZipException("its file has not the checksum that its directory says");
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        super.close();
    }
}
