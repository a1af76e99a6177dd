package telco.usage.load.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** All that a reader says of a record. */
record SeenRecord(
        long record, long line, long offset, long length, CsvRecord.Flaw flaw, String raw, List<String> fields) {

    static SeenRecord of(CsvRecord r) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; r.flaw() == CsvRecord.Flaw.NONE && i < Math.min(r.fieldCount(), CsvRecord.KEPT_FIELDS); i++) {
            fields.add(r.field(i, UTF_8));
        }
        return new SeenRecord(
                r.recordNumber(),
                r.lineNumber(),
                r.byteOffset(),
                r.byteLength(),
                r.flaw(),
                new String(r.copyOfBytes(), ISO_8859_1),
                fields);
    }

    /** The records of a comma-separated file. */
    static List<SeenRecord> read(InputStream in) throws IOException {
        return read(in, Delimiter.COMMA);
    }

    static List<SeenRecord> read(InputStream in, Delimiter delimiter) throws IOException {
        List<SeenRecord> seen = new ArrayList<>();
        try (RecordReader reader = new RecordReader(in, delimiter)) {
            while (reader.next()) {
                seen.add(SeenRecord.of(reader.record()));
            }
        }
        return seen;
    }

    static List<SeenRecord> read(String text) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    /** Of each record its fields. */
    static List<List<String>> fields(String text) throws IOException {
        return read(text).stream().map(SeenRecord::fields).toList();
    }

    static List<List<String>> fields(String text, Delimiter delimiter) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(UTF_8)), delimiter).stream()
                .map(SeenRecord::fields)
                .toList();
    }
}
