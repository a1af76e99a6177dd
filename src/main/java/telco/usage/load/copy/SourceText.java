package telco.usage.load.copy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import telco.usage.load.FormatConfig;
import telco.usage.load.UsageFile;
import telco.usage.load.text.UsageText;

/** The text that a load reads: once from its start, and then any of its records again. */
final class SourceText implements AutoCloseable {

    private final UsageFile file;
    private final UsageText text;
    private final TextCopy copy;

    SourceText(UsageFile file, UsageText text, Spool spool) {
        this.file = file;
        this.text = text;
        this.copy = text.isFileItself() ? null : new TextCopy(text.stream(), spool, text::expectedBytes);
    }

    /** What is expected of its shape. */
    FormatConfig format() {
        return text.format();
    }

    /** The charset of the text. */
    Charset charset() {
        return text.charset();
    }

    /** What parts of the text need before them when they leave it. */
    byte[] mark() {
        return text.mark();
    }

    /** The text from its start, read once. */
    InputStream stream() {
        return copy == null ? text.stream() : copy;
    }

    /** Bytes of the text that were read before; any thread may ask. */
    byte[] bytes(long offset, int length) {
        return copy == null ? file.bytes(offset, length) : copy.bytes(offset, length);
    }

    /** How far the file has been read when the text has up to {@code textOffset}; any thread may ask. */
    long fileBytes(long textOffset) {
        return text.fileBytes(textOffset);
    }

    /**
     * To be called when the text was read to its end.
     *
     * @throws telco.usage.run.RunFailedException when the file has changed meanwhile
     */
    void requireWhole() throws IOException {
        text.requireWhole();
    }

    @Override
    public void close() {
        if (copy != null) {
            copy.close();
        }
    }
}
