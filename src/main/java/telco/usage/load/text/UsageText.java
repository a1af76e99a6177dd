package telco.usage.load.text;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import telco.usage.load.FormatConfig;
import telco.usage.load.UsageFile;
import telco.usage.run.RunFailedException;

/**
 * The text in a usage file: the file itself, or what is packed in it by gzip, zstd or zip. A file that is not packed is
 * read as it is, without a step in between.
 */
public final class UsageText implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final UsageFile file;
    private final FormatConfig format;
    private final PackedBytes packed;
    private final UnpackedStream unpacked;

    private UsageText(UsageFile file, FormatConfig format, PackedBytes packed, UnpackedStream unpacked) {
        this.file = file;
        this.format = format;
        this.packed = packed;
        this.unpacked = unpacked;
    }

    /**
     * Looks how the file is packed.
     *
     * @throws RunFailedException when it cannot be unpacked
     */
    public static UsageText open(UsageFile file, FormatConfig format) {
        int start = (int) Math.min(Packing.START_BYTES, file.sizeBytes());
        Packing packing = Packing.of(file.bytes(0, start));
        if (packing == Packing.NONE) {
            return new UsageText(file, format, null, null);
        }
        PackedBytes packed = new PackedBytes(file);
        InputStream buffered = new BufferedInputStream(packed, BUFFER_BYTES);
        return new UsageText(
                file, format, packed, new UnpackedStream(file, packing, buffered, new UnpackLimits(file, format)));
    }

    /** What is expected of the text's shape. */
    public FormatConfig format() {
        return format;
    }

    /** False when the text is not in the file byte for byte: {@link UsageFile#bytes} does not find it there. */
    public boolean isFileItself() {
        return unpacked == null;
    }

    /**
     * The text, read once from its start to its end.
     *
     * <p>Reading one that is packed throws a {@link RunFailedException} when the file is damaged or holds too much.
     */
    public InputStream stream() {
        return unpacked == null ? file.stream() : unpacked;
    }

    /** How many bytes of the file have been read to get at the text so far; the file itself has been read up to there. */
    public long fileBytes(long textOffset) {
        return packed == null ? textOffset : packed.count();
    }

    /** How long the text will be, by what is known now: exactly for the file itself, else at the rate so far. */
    public long expectedBytes() {
        if (packed == null) {
            return file.sizeBytes();
        }
        double rate = packed.count() == 0 ? 1 : Math.max(1, (double) unpacked.count() / packed.count());
        return (long) (rate * file.sizeBytes());
    }

    /**
     * To be called when the text was read to its end.
     *
     * @throws RunFailedException when the file has changed meanwhile
     */
    public void requireWhole() throws IOException {
        // A zip's directory lies behind its content; the file's hash is that of all its bytes.
        file.stream().transferTo(OutputStream.nullOutputStream());
        file.requireWhole();
    }

    /** Gives back what unpacking took; the file is closed by whoever opened it. */
    @Override
    public void close() throws IOException {
        if (unpacked != null) {
            unpacked.close();
        }
    }
}
