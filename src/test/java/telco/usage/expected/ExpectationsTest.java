package telco.usage.expected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationsTest {

    private static final ZoneId UTC = ZoneId.of("UTC");

    @ParameterizedTest
    @CsvSource({
        "w: usage_{week}.csv due MON 06:00, usage_2016-W09.csv, 2016-W09",
        "w: usage_{week}.csv due MON 06:00, usage_2016-W09.csv.gz, 2016-W09",
        "w: usage_{week}.csv due MON 06:00, usage_2016-09.csv,",
        "d: c_{yyyyMMdd}.csv due 04:30, c_20160229.csv, 2016-02-29",
        "d: c_{yyyy-MM-dd}.csv due 04:30, c_2016-02-29.csv.zst, 2016-02-29",
        "m: m.{yyyy-MM}.csv due 2 12:00, m.2016-02.csv, 2016-02",
        "m: m.{yyyyMM}.csv due 2 12:00, mx201602.csv,",
        "n: f{number}.csv due 12:00, f000042.csv, 42"
    })
    void fileName_saysItsPeriod(String setting, String fileName, String period) {
        assertThat(expectation(setting).periodOf(fileName).orElse(null)).isEqualTo(period);
    }

    /** New year, a leap day, the ends of months, both changes of the clocks. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            d: c_{yyyyMMdd}.csv due 04:30                       | 2016-02-29T04:30:00Z | 2016-02-29 | 2016-03-01T04:30:00Z
            d: c_{yyyyMMdd}.csv due 04:30                       | 2016-02-29T04:29:59Z | 2016-02-28 | 2016-02-29T04:30:00Z
            d: c_{yyyyMMdd}.csv due 03:30 Europe/Bucharest      | 2016-03-26T12:00:00Z | 2016-03-26 | 2016-03-27T01:30:00Z
            d: c_{yyyyMMdd}.csv due 03:30 Europe/Bucharest      | 2016-10-29T12:00:00Z | 2016-10-29 | 2016-10-30T00:30:00Z
            w: u_{week}.csv due MON 06:00                       | 2015-12-30T00:00:00Z | 2015-W53   | 2016-01-04T06:00:00Z
            w: u_{week}.csv due TUE 06:00 Europe/Bucharest      | 2016-03-29T03:00:00Z | 2016-W13   | 2016-04-05T03:00:00Z
            m: m_{yyyy-MM}.csv due 2 12:00                      | 2016-01-31T00:00:00Z | 2016-01    | 2016-02-02T12:00:00Z
            m: m_{yyyy-MM}.csv due 31 12:00                     | 2016-02-01T00:00:00Z | 2016-01    | 2016-02-29T12:00:00Z
            n: f{number}.csv due FRI 12:00                      | 2016-03-04T12:00:00Z | 2016-03-11 | 2016-03-11T12:00:00Z
            """)
    void nextDue_isByTheCalendar(String setting, Instant after, String period, Instant due) {
        assertThat(expectation(setting).next(after)).isEqualTo(new Due(period, due));
    }

    @Test
    void dues_areAllBetween_eachOnce() {
        Expectation weekly = expectation("w: u_{week}.csv due MON 06:00");
        assertThat(weekly.dues(Instant.parse("2015-12-21T06:00:00Z"), Instant.parse("2016-01-11T06:00:00Z")))
                .extracting(Due::period)
                .containsExactly("2015-W52", "2015-W53", "2016-W01");
        Expectation daily = expectation("d: c_{yyyyMMdd}.csv due 04:30");
        assertThat(daily.dues(Instant.parse("2016-02-27T05:00:00Z"), Instant.parse("2016-03-01T05:00:00Z")))
                .extracting(Due::period)
                .containsExactly("2016-02-27", "2016-02-28", "2016-02-29");
        assertThat(daily.dues(Instant.parse("2016-02-27T05:00:00Z"), Instant.parse("2016-02-27T06:00:00Z")))
                .isEmpty();
    }

    @Test
    void setting_canHaveSeveral() {
        List<Expectation> expectations =
                Expectations.parse("a: a{number}.csv due 01:00; b: b{week}.csv due SUN 02:00;", UTC);
        assertThat(expectations).extracting(Expectation::name).containsExactly("a", "b");
        assertThat(Expectations.parse(" ", UTC)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            usage_{week}.csv due MON 06:00                 | expected a name, the files' name with
            w: usage.csv due MON 06:00                     | expected a name, the files' name with
            w: usage_{week}.csv due 06:00                  | weeks on a weekday (MON to SUN) and a time
            w: usage_{week}.csv due MOO 06:00              | weeks on a weekday (MON to SUN) and a time
            w: usage_{week}.csv due MON 26:00              | Text '26:00' could not be parsed
            w: usage_{week}.csv due MON 06:00 Mars/Olympus | Unknown time-zone ID: Mars/Olympus
            d: c_{yyyyMMdd}.csv due MON 06:00              | days are due at a time
            m: m_{yyyyMM}.csv due 32 06:00                 | months on a day (1 to 31) and a time
            a: {week} due MON 06:00; a: {number} due 06:00 | there are two with this name
            """)
    void wrongSetting_isRefusedByItsPart(String setting, String message) {
        assertThatThrownBy(() -> Expectations.parse(setting, UTC))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("EXPECTED_FILES: '")
                .hasMessageContaining(message);
    }

    private static Expectation expectation(String setting) {
        return Expectations.parse(setting, UTC).get(0);
    }
}
