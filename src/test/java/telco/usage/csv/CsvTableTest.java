package telco.usage.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {

    private static String written(Object... cells) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CsvTable table = new CsvTable(bytes, List.of("a", "b"))) {
            table.row(Arrays.asList(cells));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The one cell as a program reads it back. */
    private static String readBack(Object cell) throws IOException {
        return CsvReader.builder().ofCsvRecord(written("x", cell)).stream()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .getField(1);
    }

    @Test
    void rows_endWithCrLf_andTheFirstIsTheHeader() throws IOException {
        assertThat(written("DATA", 5)).isEqualTo("a,b\r\nDATA,5\r\n");
    }

    @Test
    void table_withoutRowsIsItsHeader() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new CsvTable(bytes, List.of("a", "b")).close();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("a,b\r\n");
    }

    @Test
    void numbers_areLeftAlone() throws IOException {
        assertThat(written(-5, 9_000_000_000L)).endsWith("\r\n-5,9000000000\r\n");
        assertThat(written(new BigDecimal("-0.00000001"), new BigDecimal("1E+3")))
                .endsWith("\r\n-0.00000001,1000\r\n");
    }

    @Test
    void missingValue_isNothing() throws IOException {
        assertThat(written(null, null)).endsWith("\r\n,\r\n");
    }

    @Test
    void day_isText() throws IOException {
        assertThat(written(LocalDate.of(2016, 3, 1), "x")).endsWith("\r\n2016-03-01,x\r\n");
    }

    @Test
    void separatorsQuotesAndLineEnds_areQuoted() throws IOException {
        assertThat(written("a,b", "say \"no\"")).endsWith("\r\n\"a,b\",\"say \"\"no\"\"\"\r\n");
        assertThat(written("two\nlines", "two\rlines")).endsWith("\r\n\"two\nlines\",\"two\rlines\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"VOICE", "a=b", "1+1", " =1", "'=1", "a,b\"c\r\nd", "Gespräch ☎ 📞", "\"", ""})
    void harmlessText_comesBackAsItWas(String text) throws IOException {
        assertThat(readBack(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t1",
                "\r1",
                "\n1",
                "\uff1d1",
                "=",
                "=HYPERLINK(\"http://a\",\"b\")"
            })
    void formula_getsAnApostrophe(String text) throws IOException {
        assertThat(readBack(text)).isEqualTo("'" + text);
    }

    /** Many a spreadsheet separates by semicolons: what stands behind one is a cell of its own there. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a;=1,                 a;'=1",
                "a;;-1;+b,             a;;'-1;'+b",
                "a;;;;;;;;;=1+1,       a;;;;;;;;;'=1+1",
                "a;;;;;;;;;;=1+1,      a;;;;;;;;;;'=1+1",
                "a;\"=1+1;b,            a;'\"=1+1;b",
                "a;b=1,                a;b=1",
                "a;b;-,                a;b;'-",
                "a;\"b\";1,             a;\"b\";1",
                "a;;,                  a;;",
                "a -1,                 a -1"
            })
    void formulaBehindAnotherSeparator_getsAnApostropheToo(String text, String written) throws IOException {
        assertThat(readBack(text)).isEqualTo(written);
        assertThat(readBack(text.replace(';', '\t'))).isEqualTo(written.replace(';', '\t'));
        assertThat(readBack(text.replace(';', '\n'))).isEqualTo(written.replace(';', '\n'));
    }

    /** The first column of such a file is empty. */
    @ParameterizedTest
    @CsvSource({
        ";=1+1,       ;'=1+1",
        ";;=1+1,      ;;'=1+1",
        ";;;;;;;;;;@a,;;;;;;;;;;'@a",
        ";=HYPERLINK(a),;'=HYPERLINK(a)"
    })
    void formulaBehindNothingButSeparators_getsAnApostropheToo(String text, String written) throws IOException {
        assertThat(readBack(text)).isEqualTo(written);
        assertThat(readBack(text.replace(';', '\t'))).isEqualTo("'" + written.replace(';', '\t'));
        assertThat(readBack(text.replace(';', '\n'))).isEqualTo("'" + written.replace(';', '\n'));
    }

    @Test
    void formulaInTheHeader_getsAnApostropheToo() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new CsvTable(bytes, List.of("=a", "b")).close();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("'=a,b\r\n");
    }

    @Test
    void rowsLeaveForTheStream_longBeforeTheLastOne() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CsvTable table = new CsvTable(bytes, List.of("a"))) {
            for (int i = 0; i < 10_000; i++) {
                table.row(List.of("some text"));
            }
            assertThat(bytes.size()).isGreaterThan(50_000);
        }
    }

    @Test
    void brokenStream_failsAsItDid() throws IOException {
        IOException broken = new IOException("the reader is gone");
        CsvTable table = new CsvTable(
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw broken;
                    }
                },
                List.of("a"));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        table.row(List.of("some text"));
                    }
                })
                .isSameAs(broken);
    }
}
