package telco.usage.load.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import telco.usage.load.FormatConfig;
import telco.usage.load.UsageFile;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;

/**
 * The text in a usage file: the file itself, or what is packed in it by gzip, zstd or zip; and as UTF-8 where the reader
 * could not do with the bytes of its charset. A file that needs neither is read as it is, without a step in between.
 */
public final class UsageText implements AutoCloseable {

    private final UsageFile file;
    private final FormatConfig format;
    private final PackedBytes packed;
    private final InputStream text;
    private final Charset charset;

    private UsageText(UsageFile file, FormatConfig format, PackedBytes packed, InputStream text, Charset charset) {
        this.file = file;
        this.format = format;
        this.packed = packed;
        this.text = text;
        this.charset = charset;
    }

    /**
     * Looks how the file is packed, and in which charset its text is.
     *
     * @throws RunFailedException when it cannot be unpacked
     */
    public static UsageText open(UsageFile file, FormatConfig format) throws IOException {
        byte[] start = file.bytes(0, (int) Math.min(Packing.START_BYTES, file.sizeBytes()));
        Packing packing = Packing.of(start);
        Charset charset = TextEncoding.of(start, format.charset());
        if (packing == Packing.NONE && TextEncoding.isReadAsItIs(charset)) {
            return new UsageText(file, format, null, file.stream(), charset);
        }
        PackedBytes packed = new PackedBytes(file);
        if (packing == Packing.NONE) {
            return transcoded(file, format, packed, packed, charset);
        }
        PushbackInputStream text = new PushbackInputStream(
                new UnpackedStream(file, packing, packed, new UnpackLimits(file, format)), Packing.START_BYTES);
        byte[] textStart = text.readNBytes(Packing.START_BYTES);
        text.unread(textStart);
        requirePackedOnce(file, textStart);
        Charset unpacked = TextEncoding.of(textStart, format.charset());
        return TextEncoding.isReadAsItIs(unpacked)
                ? new UsageText(file, format, packed, text, unpacked)
                : transcoded(file, format, packed, text, unpacked);
    }

    private static void requirePackedOnce(UsageFile file, byte[] textStart) {
        if (Packing.of(textStart) != Packing.NONE) {
            throw new RunFailedException(
                    RunErrorCode.COMPRESSION_UNSUPPORTED,
                    "%s is packed twice: what is in it is packed again. Deliver it again, packed once."
                            .formatted(file.name()));
        }
    }

    private static UsageText transcoded(
            UsageFile file, FormatConfig format, PackedBytes packed, InputStream text, Charset charset) {
        return new UsageText(file, format, packed, new TranscodedStream(text, charset), StandardCharsets.UTF_8);
    }

    /** What is expected of the text's shape. */
    public FormatConfig format() {
        return format;
    }

    /** The charset in which {@link #stream} has the text. */
    public Charset charset() {
        return charset;
    }

    /**
     * Bytes to be put before parts of the text that leave it: nothing, or a byte-order mark where they are not in the
     * declared charset, so that they are understood when they come back.
     */
    public byte[] mark() {
        return charset.equals(format.charset()) || !charset.equals(StandardCharsets.UTF_8)
                ? new byte[0]
                : "\uFEFF".getBytes(StandardCharsets.UTF_8);
    }

    /** False when the text is not in the file byte for byte: {@link UsageFile#bytes} does not find it there. */
    public boolean isFileItself() {
        return packed == null;
    }

    /**
     * The text, read once from its start to its end.
     *
     * <p>Reading one that is packed throws a {@link RunFailedException} when the file is damaged or holds too much.
     */
    public InputStream stream() {
        return text;
    }

    /** How many bytes of the file have been read to get at the text so far; the file itself has been read up to there. */
    public long fileBytes(long textOffset) {
        return packed == null ? textOffset : packed.count();
    }

    /** How long the text will be, by what is known when so much of it was read. */
    public long expectedBytes(long textRead) {
        if (packed == null || packed.count() == 0) {
            return file.sizeBytes();
        }
        double rate = (double) textRead / packed.count();
        return (long) (Math.max(1, rate) * file.sizeBytes());
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
        if (packed != null) {
            text.close();
        }
    }
}
