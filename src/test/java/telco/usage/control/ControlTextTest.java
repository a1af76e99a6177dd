package telco.usage.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;

class ControlTextTest {

    private static final String HASH = "0123456789abcdefABCDEF".repeat(3).substring(0, 64);

    @Test
    void parse_allThatAFileMaySay() {
        Announced announced = ControlText.parse(
                "\uFEFF# of week 12\r\nrows=14301\r\n\r\n  Charge : -9489.841753 \nDURATION:1830212\rsha256=" + HASH,
                "x");

        assertThat(announced)
                .isEqualTo(new Announced(
                        14_301L, new BigDecimal("-9489.841753"), new BigDecimal("1830212"), HASH.toLowerCase()));
    }

    @Test
    void parse_anyPartOfIt() {
        assertThat(ControlText.parse("rows=0", "x")).isEqualTo(new Announced(0L, null, null, null));
        assertThat(ControlText.parse("# nothing else\nduration=0.10", "x"))
                .isEqualTo(new Announced(null, null, new BigDecimal("0.10"), null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    rows=1\\nrows=1              | line 2: has rows for the second time
                    rows=1\\n\\n# x\\nrow=2      | line 4: has the key 'row', known are rows, charge, duration, sha256
                    ROWS                         | line 1: is 'ROWS', expected a key
                    =5                           | line 1: has the key ''
                    rows=                        | line 1: rows is '', expected a whole number
                    rows=14,301                  | line 1: rows is '14,301'
                    rows=-1                      | line 1: rows is '-1'
                    rows=1.0                     | line 1: rows is '1.0'
                    rows=9999999999999999999     | line 1: rows is '9999999999999999999'
                    charge=12,5                  | line 1: charge is '12,5', expected a number with a point
                    charge=1e9                   | line 1: charge is '1e9'
                    charge=+1                    | line 1: charge is '+1'
                    duration=.5                  | line 1: duration is '.5'
                    duration=NaN                 | line 1: duration is 'NaN'
                    sha256=abc                   | line 1: sha256 is 'abc', expected 64 hexadecimal digits
                    rows=5 # five                | line 1: rows is '5 # five'
                    # only this                  | says nothing of the file
                    \\n                          | says nothing of the file
                    """)
    void parse_whatItCannotBeSureOf_failsWithLineAndWhatToDo(String text, String message) {
        assertThatThrownBy(() -> ControlText.parse(text.replace("\\n", "\n"), "usage.csv.ctl"))
                .isInstanceOfSatisfying(
                        RunFailedException.class,
                        failure -> assertThat(failure.code()).isEqualTo(RunErrorCode.CONTROL_FILE_INVALID))
                .hasMessageStartingWith("usage.csv.ctl")
                .hasMessageContaining(message)
                .hasMessageContaining("correct the control file");
    }

    @Test
    void parse_showsLongOrUnprintableTextShort() {
        assertThatThrownBy(() -> ControlText.parse("k\u0007" + "e".repeat(1000) + "=5", "x"))
                .hasMessageContaining("'k\\u0007eee")
                .hasMessageContaining("e…'");
    }
}
