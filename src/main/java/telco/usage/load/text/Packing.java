package telco.usage.load.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import telco.usage.load.UsageFile;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;

/** How the bytes of a file are packed. Its first bytes say so, never its name. */
enum Packing {
    NONE,
    GZIP,
    ZSTD,
    ZIP;

    /** So many bytes tell. */
    static final int START_BYTES = 4;

    private static final int GZIP_START = 0x8B1F;
    private static final int ZSTD_FRAME = 0xFD2FB528;
    private static final int ZSTD_SKIPPABLE_FRAME = 0x184D2A50;
    private static final int ZIP_MEMBER = 0x04034B50;
    private static final int ZIP_WITHOUT_MEMBER = 0x06054B50;
    private static final int ZIP_IN_PARTS = 0x08074B50;

    /** The packing of a file that begins with these bytes; no text begins like a packed file. */
    static Packing of(byte[] start) {
        ByteBuffer bytes = ByteBuffer.allocate(START_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(start, 0, Math.min(start.length, START_BYTES));
        int first = bytes.getInt(0);
        if ((first & 0xFFFF) == GZIP_START) {
            return GZIP;
        }
        if (first == ZSTD_FRAME || (first & ~0xF) == ZSTD_SKIPPABLE_FRAME) {
            return ZSTD;
        }
        boolean zip = first == ZIP_MEMBER || first == ZIP_WITHOUT_MEMBER || first == ZIP_IN_PARTS;
        return zip ? ZIP : NONE;
    }

    /**
     * The file's content. All of it is checked by the time it has been read to its end: that nothing is missing, that
     * nothing follows, and its checksum where it has one.
     *
     * @param packed the bytes of the file from its start
     * @throws IOException when it is damaged; also when the stream is read
     * @throws RunFailedException when it holds other than one file, is packed as we cannot unpack, or promises too much
     */
    InputStream unpack(UsageFile file, InputStream packed, UnpackLimits limits) throws IOException {
        return switch (this) {
            case NONE -> packed;
            // java.util's GZIPInputStream takes a damaged further member for the end of the file.
            case GZIP ->
                GzipCompressorInputStream.builder()
                        .setInputStream(packed)
                        .setDecompressConcatenated(true)
                        .get();
            case ZSTD -> unpackZstd(file, packed);
            case ZIP -> {
                ZipMember member = new ZipDirectory(file).onlyMember();
                limits.require(member.bytes());
                yield new ZipMemberStream(member, packed);
            }
        };
    }

    private static InputStream unpackZstd(UsageFile file, InputStream packed) {
        try {
            return new ZstdStream(packed);
        } catch (LinkageError e) {
            throw new RunFailedException(
                    RunErrorCode.COMPRESSION_UNSUPPORTED,
                    "%s is packed by zstd, whose library cannot be used on this machine: %s. Let programs run from the temporary folder (java.io.tmpdir), or deliver the file as .gz or .zip."
                            .formatted(file.name(), e.getMessage()),
                    e);
        }
    }
}
