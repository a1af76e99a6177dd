package telco.usage.load.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

    private static final List<String> DELIMITERS = List.of(",", ";", "|", "tab", "~");

    /** All that a reader says of a record. */
    private record Seen(
            long record, long line, long offset, long length, CsvRecord.Flaw flaw, String raw, List<String> fields) {

        static Seen of(CsvRecord r) {
            List<String> fields = new ArrayList<>();
            for (int i = 0;
                    r.flaw() == CsvRecord.Flaw.NONE && i < Math.min(r.fieldCount(), CsvRecord.KEPT_FIELDS);
                    i++) {
                fields.add(r.field(i, UTF_8));
            }
            return new Seen(
                    r.recordNumber(),
                    r.lineNumber(),
                    r.byteOffset(),
                    r.byteLength(),
                    r.flaw(),
                    new String(r.copyOfBytes(), ISO_8859_1),
                    fields);
        }
    }

    /** Hands out its bytes in pieces of random length, as a network drive may. */
    private static final class Trickle extends InputStream {

        private final ByteArrayInputStream in;
        private final Random random;
        private final int most;

        Trickle(byte[] bytes, Random random, int most) {
            this.in = new ByteArrayInputStream(bytes);
            this.random = random;
            this.most = most;
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return in.read(target, offset, Math.min(length, 1 + random.nextInt(most)));
        }
    }

    private static List<Seen> read(InputStream in) throws IOException {
        return read(in, Delimiter.COMMA);
    }

    private static List<Seen> read(InputStream in, Delimiter delimiter) throws IOException {
        List<Seen> seen = new ArrayList<>();
        try (RecordReader reader = new RecordReader(in, delimiter)) {
            while (reader.next()) {
                seen.add(Seen.of(reader.record()));
            }
        }
        return seen;
    }

    private static List<Seen> read(String text) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private static List<List<String>> fields(String text) throws IOException {
        return read(text).stream().map(Seen::fields).toList();
    }

    private static List<List<String>> fields(String text, Delimiter delimiter) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(UTF_8)), delimiter).stream()
                .map(Seen::fields)
                .toList();
    }

    @Test
    void lineEnds_lfCrlfAndCrEndARecord_theLastNeedsNone() throws IOException {
        assertThat(fields("a,b\nc,d\r\ne,f\rg,h"))
                .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e", "f"), List.of("g", "h"));
        assertThat(read("a\nb\r\nc\rd").stream().map(Seen::line)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void blankLines_areNoRecordsButCountAsLines() throws IOException {
        List<Seen> seen = read("\n\r\n  \t\na\n\nb\n\n");
        assertThat(seen.stream().map(Seen::line)).containsExactly(4L, 6L);
        assertThat(seen.stream().map(Seen::record)).containsExactly(1L, 2L);
        assertThat(read("")).isEmpty();
        assertThat(read("\r\n\r\n")).isEmpty();
    }

    @Test
    void emptyFields_areFields() throws IOException {
        assertThat(fields(",,")).containsExactly(List.of("", "", ""));
        assertThat(fields("\"\"")).containsExactly(List.of(""));
    }

    @Test
    void quotedFields_mayHoldSeparatorsLineEndsAndQuotes() throws IOException {
        List<Seen> seen = read("1,\"a,b\",\"say \"\"hi\"\"\"\n2,\"two\nlines\",\"three\r\nmore\rlines\"\n3,x,y\n");
        assertThat(seen.stream().map(Seen::fields))
                .containsExactly(
                        List.of("1", "a,b", "say \"hi\""),
                        List.of("2", "two\nlines", "three\r\nmore\rlines"),
                        List.of("3", "x", "y"));
        assertThat(seen.stream().map(Seen::line)).containsExactly(1L, 2L, 6L);
    }

    @Test
    void quoteWithinAField_isAnOrdinaryCharacter() throws IOException {
        assertThat(fields("5\",a\"b\n")).containsExactly(List.of("5\"", "a\"b"));
    }

    @Test
    void brokenQuotes_costOneLineAndNoMore() throws IOException {
        List<Seen> unclosed = read("1,\"never closed\n2,b\n3,c\n");
        assertThat(unclosed.stream().map(Seen::flaw))
                .containsExactly(CsvRecord.Flaw.BROKEN_QUOTES, CsvRecord.Flaw.NONE, CsvRecord.Flaw.NONE);
        assertThat(unclosed.get(0).raw()).isEqualTo("1,\"never closed");
        List<Seen> trailing = read("\"a\"b,c\r\nd,e\r\n");
        assertThat(trailing.stream().map(Seen::flaw))
                .containsExactly(CsvRecord.Flaw.BROKEN_QUOTES, CsvRecord.Flaw.NONE);
        assertThat(trailing.get(1).line()).isEqualTo(2);
    }

    @Test
    void unclosedQuote_inALongFile_costsOneLineAndNoMore() throws IOException {
        String rest = "22,bb\n".repeat(50_000);
        List<Seen> seen = read("1,\"open\n" + rest);
        assertThat(seen).hasSize(50_001);
        assertThat(seen.get(0).flaw()).isEqualTo(CsvRecord.Flaw.BROKEN_QUOTES);
        assertThat(seen.subList(1, seen.size())).allMatch(s -> s.fields().equals(List.of("22", "bb")));
    }

    @Test
    void recordTooLong_keepsItsStartAndItsTrueLength() throws IOException {
        int length = 3_000_000;
        List<Seen> seen = read("a\n" + "x".repeat(length) + "\r\nb\n");
        assertThat(seen.stream().map(Seen::flaw))
                .containsExactly(CsvRecord.Flaw.NONE, CsvRecord.Flaw.TOO_LONG, CsvRecord.Flaw.NONE);
        assertThat(seen.get(1).raw()).isEqualTo("x".repeat(RecordReader.MAX_RECORD_BYTES));
        assertThat(seen.get(1).length()).isEqualTo(length);
        assertThat(seen.get(2).line()).isEqualTo(3);
        assertThat(seen.get(2).offset()).isEqualTo(2 + length + 2);
    }

    @Test
    void longestRecord_isOneRecord_oneByteMoreIsTooLong() throws IOException {
        for (String end : List.of("", "\n", "\r", "\r\n")) {
            assertThat(read("x".repeat(RecordReader.MAX_RECORD_BYTES) + end)
                            .get(0)
                            .flaw())
                    .isEqualTo(CsvRecord.Flaw.NONE);
            assertThat(read("x".repeat(RecordReader.MAX_RECORD_BYTES + 1) + end)
                            .get(0)
                            .flaw())
                    .isEqualTo(CsvRecord.Flaw.TOO_LONG);
        }
    }

    @Test
    void byteOrderMark_isNotPartOfTheFirstField() throws IOException {
        List<Seen> seen = read("\uFEFFa,b\n");
        assertThat(seen.get(0).fields()).containsExactly("a", "b");
        assertThat(seen.get(0).offset()).isEqualTo(3);
    }

    @Test
    void uncount_leavesTheHeaderOutOfTheNumbers() throws IOException {
        try (RecordReader reader =
                new RecordReader(new ByteArrayInputStream("h\na\n".getBytes(UTF_8)), Delimiter.COMMA)) {
            reader.next();
            reader.uncount();
            reader.next();
            assertThat(reader.record().recordNumber()).isEqualTo(1);
            assertThat(reader.record().lineNumber()).isEqualTo(2);
        }
    }

    /** Random text of the characters that matter, in lengths that meet the buffer's and the record's limits. */
    @Test
    void anyBytes_readInAnyPieces_giveTheSameRecordsAndLoseNoByte() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = randomCsv(random, 1 + random.nextInt(round % 20 == 0 ? 700_000 : 3_000));
            List<Seen> whole = read(new ByteArrayInputStream(bytes));
            List<Seen> pieces = read(new Trickle(bytes, random, 1 + random.nextInt(5_000)));
            assertThat(pieces).as("seed %d round %d", seed, round).isEqualTo(whole);
            assertRecordsAreTheFilesBytes(bytes, whole, "seed " + seed + " round " + round);
        }
    }

    private static byte[] randomCsv(Random random, int length) {
        String alphabet = "aaaaaaaaaaaaaaaaaaaa1111111111,,,,,\"\"\n\n\r \t\u0000é";
        boolean longRecords = random.nextInt(4) == 0;
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            char c = alphabet.charAt(random.nextInt(alphabet.length()));
            boolean rare = c == '\n' || c == '\r' || c == '"';
            text.append(longRecords && rare && random.nextInt(5_000) > 0 ? 'b' : c);
        }
        return text.toString().getBytes(UTF_8);
    }

    private static void assertRecordsAreTheFilesBytes(byte[] bytes, List<Seen> records, String where) {
        String file = new String(bytes, ISO_8859_1);
        long end = 0;
        for (Seen seen : records) {
            String between = file.substring((int) end, (int) seen.offset());
            assertThat(between).as("%s: before %s", where, seen.record()).isBlank();
            int kept = (int) Math.min(seen.length(), RecordReader.MAX_RECORD_BYTES);
            assertThat(seen.raw()).as(where).isEqualTo(file.substring((int) seen.offset(), (int) seen.offset() + kept));
            end = seen.offset() + seen.length();
        }
        assertThat(file.substring((int) end)).as("%s: behind the last", where).isBlank();
    }

    /** On well-formed files the records are FastCSV's, which reads the whole file by its own rules. */
    @Test
    void wellFormedFiles_giveWhatFastCsvGives() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            Delimiter delimiter = Delimiter.named(DELIMITERS.get(round % DELIMITERS.size()));
            String csv = wellFormed(random, (char) delimiter.character(), 1 + random.nextInt(400));
            List<List<String>> expected = new ArrayList<>();
            try (var reference = CsvReader.builder()
                    .fieldSeparator((char) delimiter.character())
                    .skipEmptyLines(true)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .ofCsvRecord(csv)) {
                reference.forEach(line -> expected.add(line.getFields()));
            }
            assertThat(fields(csv, delimiter))
                    .as("seed %d round %d, %s", seed, round, delimiter)
                    .isEqualTo(expected);
        }
    }

    private static String wellFormed(Random random, char delimiter, int lines) {
        StringBuilder csv = new StringBuilder();
        List<String> values = List.of(
                "18219",
                "2016-01-26",
                "",
                "a b",
                "é",
                "with,comma",
                "with;semicolon",
                "with|bar",
                "with\ttab",
                "with\"quote",
                "two\nlines",
                "cr\rlf\r\n");
        for (int i = 0; i < lines; i++) {
            csv.append(random.ints(1 + random.nextInt(9), 0, values.size())
                    .mapToObj(values::get)
                    .map(value -> quoted(value, delimiter, random))
                    .collect(Collectors.joining(String.valueOf(delimiter))));
            csv.append(List.of("\n", "\r\n", "\r").get(random.nextInt(3)));
        }
        return csv.toString();
    }

    private static String quoted(String value, char delimiter, Random random) {
        boolean must = value.chars().anyMatch(c -> c == delimiter || c == '"' || c == '\n' || c == '\r');
        return must || random.nextInt(5) == 0 ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    @Test
    void delimiter_isTheOnlyOne() throws IOException {
        assertThat(fields("1,5;a|b\tc;\"x;y\"\n", Delimiter.named(";")))
                .containsExactly(List.of("1,5", "a|b\tc", "x;y"));
        assertThat(fields("1,5|a;b||\n", Delimiter.named("|"))).containsExactly(List.of("1,5", "a;b", "", ""));
        assertThat(fields("1\t\t2\n\t\n \n", Delimiter.named("tab")))
                .containsExactly(List.of("1", "", "2"), List.of("", ""));
    }

    @Test
    void delimiter_isACharacterThatNoValueNeeds() {
        assertThat(Delimiter.named("\\t")).isEqualTo(Delimiter.named("\t")).isEqualTo(Delimiter.named("TAB"));
        for (String name : List.of("a", "1", ".", "-", "+", ":", "\"", " ", "\n", "é", ",,", "auto")) {
            assertThatThrownBy(() -> Delimiter.named(name))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("CSV_DELIMITER: '" + name + "'");
        }
    }
}
