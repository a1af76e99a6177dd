package telco.usage.load.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static telco.usage.load.csv.SeenRecord.fields;
import static telco.usage.load.csv.SeenRecord.read;

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

/** What holds of any file, tried on random ones. */
class RandomFilesTest {

    private static final List<String> DELIMITERS = List.of(",", ";", "|", "tab", "~");

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

    /** Random text of the characters that matter, in lengths that meet the buffer's and the record's limits. */
    @Test
    void anyBytes_readInAnyPieces_giveTheSameRecordsAndLoseNoByte() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = randomCsv(random, 1 + random.nextInt(round % 20 == 0 ? 700_000 : 3_000));
            List<SeenRecord> whole = read(new ByteArrayInputStream(bytes));
            List<SeenRecord> pieces = read(new Trickle(bytes, random, 1 + random.nextInt(5_000)));
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

    private static void assertRecordsAreTheFilesBytes(byte[] bytes, List<SeenRecord> records, String where) {
        String file = new String(bytes, ISO_8859_1);
        long end = 0;
        for (SeenRecord seen : records) {
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
}
