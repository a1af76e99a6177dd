package telco.usage.load.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockReaderTest {

    /** What a reader says of a record, with its numbers in the file. */
    private record SeenRecord(long record, long line, long offset, CsvRecord.Flaw flaw, String raw) {

        static SeenRecord of(CsvRecord csv, long recordsBefore, long linesBefore) {
            return new SeenRecord(
                    recordsBefore + csv.recordNumber(),
                    linesBefore + csv.lineNumber(),
                    csv.byteOffset(),
                    csv.flaw(),
                    new String(csv.copyOfBytes(), ISO_8859_1));
        }
    }

    private static List<SeenRecord> inOnePiece(byte[] file, Delimiter delimiter) throws IOException {
        List<SeenRecord> seen = new ArrayList<>();
        try (RecordReader reader = new RecordReader(new ByteArrayInputStream(file), delimiter)) {
            while (reader.next()) {
                seen.add(SeenRecord.of(reader.record(), 0, 0));
            }
        }
        return seen;
    }

    private static List<SeenRecord> inBlocks(byte[] file, Delimiter delimiter, int blockSize, boolean askForFirst)
            throws IOException {
        List<SeenRecord> seen = new ArrayList<>();
        BlockReader blocks = new BlockReader(new ByteArrayInputStream(file), delimiter, blockSize);
        if (askForFirst) {
            blocks.firstRecord();
        }
        Block block = new Block(blockSize);
        long records = 0;
        long lines = 0;
        int number = 0;
        while (blocks.next(block)) {
            assertThat(block.number()).isEqualTo(number++);
            try (RecordReader reader = blocks.records(block)) {
                while (reader.next()) {
                    seen.add(SeenRecord.of(reader.record(), records, lines));
                }
                records += reader.recordsRead();
                lines += reader.linesRead();
            }
        }
        return seen;
    }

    private static byte[] random(Random random, Delimiter delimiter, boolean quotes, boolean longLines) {
        String alphabet = "abc123,;\n\n\r \t\u0000é" + (quotes ? "\"" : "")
                + String.valueOf((char) delimiter.character()).repeat(4);
        int length = random.nextInt(longLines ? 200_000 : 4_000);
        StringBuilder text = new StringBuilder(random.nextInt(5) == 0 ? "\uFEFF" : "");
        while (text.length() < length) {
            char c = alphabet.charAt(random.nextInt(alphabet.length()));
            text.append((c == '\n' || c == '"') && longLines && random.nextInt(2_000) > 0 ? 'x' : c);
            if (c == '\r' && random.nextBoolean()) {
                text.append('\n');
            }
        }
        return text.toString().getBytes(UTF_8);
    }

    @Test
    void anyFile_cutAnywhere_givesTheSameRecordsWithTheSameNumbers() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            Delimiter delimiter = Delimiter.named(List.of(",", ";", "|", "tab").get(round % 4));
            byte[] file = random(random, delimiter, random.nextInt(3) == 0, round % 100 == 0);
            int blockSize = 16 + random.nextInt(round % 2 == 0 ? 200 : 5_000);
            assertThat(inBlocks(file, delimiter, blockSize, random.nextBoolean()))
                    .as("seed %d round %d, blocks of %d bytes", seed, round, blockSize)
                    .isEqualTo(inOnePiece(file, delimiter));
        }
    }

    @Test
    void fileWithoutQuotes_isCutIntoManyBlocks() throws IOException {
        byte[] file = "1,2,3\r\n".repeat(10_000).getBytes(UTF_8);
        BlockReader blocks = new BlockReader(new ByteArrayInputStream(file), Delimiter.COMMA, 1_000);
        Block block = new Block(1_000);
        int count = 0;
        while (blocks.next(block)) {
            count++;
        }
        assertThat(count).isGreaterThan(60);
    }

    @Test
    void quote_leavesTheRestOfTheFileToOneThread() throws IOException {
        byte[] file = ("1,2,3\n".repeat(1_000) + "4,\"5\n6\",7\n" + "8,9,0\n".repeat(1_000)).getBytes(UTF_8);
        BlockReader blocks = new BlockReader(new ByteArrayInputStream(file), Delimiter.COMMA, 1_000);
        Block block = new Block(1_000);
        int count = 0;
        while (blocks.next(block)) {
            count++;
        }
        assertThat(count).isLessThan(10);
        assertThat(inBlocks(file, Delimiter.COMMA, 1_000, true))
                .isEqualTo(inOnePiece(file, Delimiter.COMMA))
                .hasSize(2_001);
    }

    @Test
    void emptyFile_hasNoFirstRecordAndNoBlock() throws IOException {
        BlockReader blocks = new BlockReader(new ByteArrayInputStream(new byte[0]), Delimiter.COMMA);
        assertThat(blocks.firstRecord()).isNull();
        assertThat(blocks.next(new Block())).isFalse();
    }
}
