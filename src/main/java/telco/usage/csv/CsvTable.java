package telco.usage.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes a table as CSV (RFC 4180, UTF-8) that is harmless where people open it: a text that a spreadsheet would take for
 * a formula gets an apostrophe in front, which makes it a text there too. What comes from a file could otherwise run on the
 * reader's machine. Numbers are left alone, also negative ones.
 *
 * <p>Row by row, so a table may be of any length. Closing it closes the stream.
 */
public final class CsvTable implements Closeable {

    /** What a spreadsheet takes for the beginning of a formula, blanks that it skips included. */
    private static final String FORMULA_STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    /**
     * Where another cell begins amid a text when the spreadsheet separates columns by semicolons or tabs, as it does in many
     * countries: quotes do not help there, and those that the text has itself are taken off.
     */
    private static final Pattern FORMULA_INSIDE =
            Pattern.compile("(?<=[;\\t\\r\\n])(?=\"*[=+\\-@\uff1d\uff0b\uff0d\uff20])");

    private final CsvWriter writer;

    /** @param columns the header */
    public CsvTable(OutputStream out, List<String> columns) throws IOException {
        this.writer = CsvWriter.builder().build(out, StandardCharsets.UTF_8);
        row(columns);
    }

    /**
     * Writes a row.
     *
     * @param cells a {@link Number} is written as a plain decimal, null as nothing, anything else as text
     */
    public void row(List<?> cells) throws IOException {
        List<String> texts = new ArrayList<>(cells.size());
        for (Object cell : cells) {
            texts.add(text(cell));
        }
        try {
            writer.writeRecord(texts);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String text(Object cell) {
        if (cell == null) {
            return null;
        }
        if (cell instanceof Number number) {
            return plain(number);
        }
        String text = FORMULA_INSIDE.matcher(cell.toString()).replaceAll("'");
        return text.isEmpty() || FORMULA_STARTS.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }

    private static String plain(Number number) {
        return number instanceof BigDecimal decimal ? decimal.toPlainString() : number.toString();
    }

    /** Hands what is written so far to the stream. */
    public void flush() throws IOException {
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
