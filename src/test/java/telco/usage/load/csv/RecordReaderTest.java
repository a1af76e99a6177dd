package telco.usage.load.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static telco.usage.load.csv.SeenRecord.fields;
import static telco.usage.load.csv.SeenRecord.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

    @Test
    void lineEnds_lfCrlfAndCrEndARecord_theLastNeedsNone() throws IOException {
        assertThat(fields("a,b\nc,d\r\ne,f\rg,h"))
                .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e", "f"), List.of("g", "h"));
        assertThat(read("a\nb\r\nc\rd").stream().map(SeenRecord::line)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void blankLines_areNoRecordsButCountAsLines() throws IOException {
        List<SeenRecord> seen = read("\n\r\n  \t\na\n\nb\n\n");
        assertThat(seen.stream().map(SeenRecord::line)).containsExactly(4L, 6L);
        assertThat(seen.stream().map(SeenRecord::record)).containsExactly(1L, 2L);
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
        List<SeenRecord> seen =
                read("1,\"a,b\",\"say \"\"hi\"\"\"\n2,\"two\nlines\",\"three\r\nmore\rlines\"\n3,x,y\n");
        assertThat(seen.stream().map(SeenRecord::fields))
                .containsExactly(
                        List.of("1", "a,b", "say \"hi\""),
                        List.of("2", "two\nlines", "three\r\nmore\rlines"),
                        List.of("3", "x", "y"));
        assertThat(seen.stream().map(SeenRecord::line)).containsExactly(1L, 2L, 6L);
    }

    @Test
    void quoteWithinAField_isAnOrdinaryCharacter() throws IOException {
        assertThat(fields("5\",a\"b\n")).containsExactly(List.of("5\"", "a\"b"));
    }

    @Test
    void brokenQuotes_costOneLineAndNoMore() throws IOException {
        List<SeenRecord> unclosed = read("1,\"never closed\n2,b\n3,c\n");
        assertThat(unclosed.stream().map(SeenRecord::flaw))
                .containsExactly(CsvRecord.Flaw.BROKEN_QUOTES, CsvRecord.Flaw.NONE, CsvRecord.Flaw.NONE);
        assertThat(unclosed.get(0).raw()).isEqualTo("1,\"never closed");
        List<SeenRecord> trailing = read("\"a\"b,c\r\nd,e\r\n");
        assertThat(trailing.stream().map(SeenRecord::flaw))
                .containsExactly(CsvRecord.Flaw.BROKEN_QUOTES, CsvRecord.Flaw.NONE);
        assertThat(trailing.get(1).line()).isEqualTo(2);
    }

    @Test
    void unclosedQuote_inALongFile_costsOneLineAndNoMore() throws IOException {
        String rest = "22,bb\n".repeat(50_000);
        List<SeenRecord> seen = read("1,\"open\n" + rest);
        assertThat(seen).hasSize(50_001);
        assertThat(seen.get(0).flaw()).isEqualTo(CsvRecord.Flaw.BROKEN_QUOTES);
        assertThat(seen.subList(1, seen.size())).allMatch(s -> s.fields().equals(List.of("22", "bb")));
    }

    @Test
    void recordTooLong_keepsItsStartAndItsTrueLength() throws IOException {
        int length = 3_000_000;
        List<SeenRecord> seen = read("a\n" + "x".repeat(length) + "\r\nb\n");
        assertThat(seen.stream().map(SeenRecord::flaw))
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
        List<SeenRecord> seen = read("\uFEFFa,b\n");
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

    @Test
    void delimiter_isTheOnlyOne() throws IOException {
        assertThat(fields("1,5;a|b\tc;\"x;y\"\n", Delimiter.named(";")))
                .containsExactly(List.of("1,5", "a|b\tc", "x;y"));
        assertThat(fields("1,5|a;b||\n", Delimiter.named("|"))).containsExactly(List.of("1,5", "a;b", "", ""));
        assertThat(fields("1\t\t2\n\t\n \n", Delimiter.named("tab")))
                .containsExactly(List.of("1", "", "2"), List.of("", ""));
    }
}
