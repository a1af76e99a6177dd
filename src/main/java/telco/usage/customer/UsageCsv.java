package telco.usage.customer;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Writes CSV (RFC 4180) in UTF-8 that may be opened in a spreadsheet. Closing it ends nothing but the buffer. */
final class UsageCsv implements AutoCloseable {

    /** What a spreadsheet takes for the start of a formula. */
    private static final String STARTS_A_FORMULA = "=+-@\t\r";

    private static final String TO_BE_QUOTED = ",\"\r\n";

    private final Writer out;
    private boolean inRecord;

    UsageCsv(OutputStream out) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    /** A whole record, of names. */
    void header(String... names) throws IOException {
        for (String name : names) {
            value(name);
        }
        endRecord();
    }

    /** A value that we have written ourselves: a number, a time, a name; null is an empty field. */
    UsageCsv value(String value) throws IOException {
        if (inRecord) {
            out.write(',');
        }
        inRecord = true;
        write(value == null ? "" : value);
        return this;
    }

    /** A value of unknown origin: one that a spreadsheet would compute gets an apostrophe in front. */
    UsageCsv text(String value) throws IOException {
        boolean formula = !value.isEmpty() && STARTS_A_FORMULA.indexOf(value.charAt(0)) >= 0;
        return value(formula ? "'" + value : value);
    }

    private void write(String value) throws IOException {
        if (value.chars().noneMatch(character -> TO_BE_QUOTED.indexOf(character) >= 0)) {
            out.write(value);
        } else {
            out.write('"');
            out.write(value.replace("\"", "\"\""));
            out.write('"');
        }
    }

    void endRecord() throws IOException {
        out.write("\r\n");
        inRecord = false;
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
