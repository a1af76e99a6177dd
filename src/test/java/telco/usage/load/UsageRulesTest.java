package telco.usage.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static telco.usage.load.CheckedRecord.GOOD;
import static telco.usage.load.CheckedRecord.check;
import static telco.usage.load.CheckedRecord.reason;
import static telco.usage.load.CheckedRecord.with;

import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.run.RejectReason;

class UsageRulesTest {

    @Test
    void goodRecord_isARowInTheWarehousesTypes() throws IOException {
        CheckedRecord checked = check(GOOD);
        UsageRow row = checked.row();
        assertThat(row.customerId()).isEqualTo(18219);
        assertThat(checked.began()).isEqualTo(Instant.parse("2016-01-26T05:35:34Z"));
        assertThat(new String(row.eventType(), UTF_8)).isEqualTo("DATA");
        assertThat(row.ratePlanId()).isEqualTo(7229);
        assertThat(row.billingFlagOne()).isZero();
        assertThat(row.billingFlagTwo()).isEqualTo(1);
        assertThat(row.duration()).isEqualTo(542.0);
        assertThat(row.charge()).isEqualTo(97_600);
        assertThat(UsageRow.monthText(row.month())).isEqualTo("2016-01");
    }

    @Test
    void optionalColumns_mayBeEmpty_andTheMonthIsThenTheEventsOwn() throws IOException {
        UsageRow row = check("1,2016-01-26T07:35:34+02:00,SMS,,,,,,").row();
        assertThat(row.hasRatePlanId()).isFalse();
        assertThat(row.hasBillingFlagOne()).isFalse();
        assertThat(row.hasBillingFlagTwo()).isFalse();
        assertThat(row.hasDuration()).isFalse();
        assertThat(row.hasCharge()).isFalse();
        assertThat(row.charge()).isZero();
        assertThat(UsageRow.monthText(row.month())).isEqualTo("2016-01");
    }

    @ParameterizedTest
    @CsvSource({
        "CUSTOMER_ID, MISSING_CUSTOMER_ID",
        "EVENT_START_TIME, MISSING_EVENT_START_TIME",
        "EVENT_TYPE, MISSING_EVENT_TYPE"
    })
    void requiredColumn_mayNotBeEmpty(UsageColumn column, RejectReason expected) throws IOException {
        Violation violation = check(with(column, "")).violation();
        assertThat(violation.reason()).isEqualTo(expected);
        assertThat(violation.column()).isEqualTo(column);
        assertThat(violation.message()).isEqualTo(column.columnName() + " is empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "2147483648",
                "-2147483649",
                "99999999999999999999",
                "1.0",
                "1e3",
                "+1",
                " 1",
                "1 ",
                "-",
                "0x1"
            })
    void integer_thatIsNone_isBad(String value) throws IOException {
        assertThat(reason(with(UsageColumn.CUSTOMER_ID, value))).isEqualTo(RejectReason.BAD_CUSTOMER_ID);
        assertThat(reason(with(UsageColumn.RATE_PLAN_ID, value))).isEqualTo(RejectReason.BAD_RATE_PLAN_ID);
        assertThat(reason(with(UsageColumn.BILLING_FLAG_ONE, value))).isEqualTo(RejectReason.BAD_BILLING_FLAG_ONE);
        assertThat(reason(with(UsageColumn.BILLING_FLAG_TWO, value))).isEqualTo(RejectReason.BAD_BILLING_FLAG_TWO);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 7, Integer.MAX_VALUE})
    void integer_fillsItsWholeRange(int value) throws IOException {
        assertThat(check(with(UsageColumn.CUSTOMER_ID, "" + value)).row().customerId())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.0, 0",
        "-0.0, 0",
        "1496.598432, 149659843200",
        "0.00000001, 1",
        "-12.5, -1250000000",
        "9999999999.99999999, 999999999999999999",
        ".5, 50000000",
        "5., 500000000",
        "9.76E-4, 97600",
        "9.76e-4, 97600",
        "1E3, 100000000000",
        "0.100000000000, 10000000",
        "0E-99, 0"
    })
    void charge_isExact(String value, long units) throws IOException {
        assertThat(check(with(UsageColumn.CHARGE, value)).row().charge()).isEqualTo(units);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10000000000",
                "0.000000001",
                "1,5",
                "abc",
                "NaN",
                "Infinity",
                "-",
                ".",
                "1e",
                "1e99",
                "1E-9",
                "1e9999",
                "--1",
                "1.2.3",
                "+1",
                "1 ",
                "0x10",
                "1e10"
            })
    void charge_thatDoesNotFitTheColumn_isBad(String value) throws IOException {
        assertThat(reason(with(UsageColumn.CHARGE, '"' + value + '"'))).isEqualTo(RejectReason.BAD_CHARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "18522", "-3", "1.5", "1e3", "123456789012345678", "0.1", "4.9E-324"})
    void duration_isTheNearestDouble(String value) throws IOException {
        assertThat(check(with(UsageColumn.DURATION, value)).row().duration()).isEqualTo(Double.parseDouble(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "1e999", "1d", "0x1p3", "one", " 1", "1e"})
    void duration_thatIsNoFiniteNumber_isBad(String value) throws IOException {
        assertThat(reason(with(UsageColumn.DURATION, value))).isEqualTo(RejectReason.BAD_DURATION);
    }

    @ParameterizedTest
    @CsvSource({
        "2016-01-26T07:35:34.000+02:00, 2016-01-26T05:35:34Z",
        "2016-01-26 07:35:34+02:00, 2016-01-26T05:35:34Z",
        "2016-01-26T07:35:34.123456+0200, 2016-01-26T05:35:34.123456Z",
        "2016-01-26T07:35:34.1-03, 2016-01-26T10:35:34.100Z",
        "2016-01-26T07:35:34.120000000Z, 2016-01-26T07:35:34.120Z",
        "2016-01-26T07:35:34, 2016-01-26T05:35:34Z",
        "2016-07-26T07:35:34, 2016-07-26T04:35:34Z",
        "2016-10-30T03:30:00, 2016-10-30T00:30:00Z",
        "2016-02-29T23:59:59Z, 2016-02-29T23:59:59Z",
        "1969-12-31T23:59:59Z, 1969-12-31T23:59:59Z"
    })
    void time_isReadToTheMicrosecond(String value, String expected) throws IOException {
        String line = "1," + value + ",SMS,,,,,,";
        assertThat(check(line).began()).isEqualTo(Instant.parse(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2016-02-30T07:35:34Z",
                "2015-02-29T07:35:34Z",
                "1900-02-29T00:00:00Z",
                "2016-13-01T00:00:00Z",
                "2016-00-01T00:00:00Z",
                "2016-01-00T00:00:00Z",
                "2016-04-31T00:00:00Z",
                "2016-01-26T24:00:00Z",
                "2016-01-26T07:60:34Z",
                "2016-01-26T07:35:60Z",
                "0000-01-01T00:00:00Z",
                "2016-01-26",
                "yesterday",
                "2016-01-26T07:35",
                "2016-1-26T07:35:34Z",
                "2016-01-26T07:35:34.Z",
                "2016-01-26T07:35:34.1234567Z",
                "2016-01-26T07:35:34+19:00",
                "2016-01-26T07:35:34+02:60",
                "2016-01-26T07:35:34+2",
                "2016-01-26T07:35:34EET",
                "2016-03-27T03:30:00",
                "26.01.2016 07:35:34",
                "2016-01-26T07:35:34ZZ",
                "1453786534"
            })
    void time_thatDoesNotExist_isBad(String value) throws IOException {
        assertThat(reason("1," + value + ",SMS,,,,,,")).isEqualTo(RejectReason.BAD_EVENT_START_TIME);
    }

    @Test
    void time_isTheSameAsJavasOwn() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            OffsetDateTime time = Instant.ofEpochSecond(
                            random.nextLong(-2_000_000_000L, 9_000_000_000L), random.nextInt(1_000_000) * 1_000L)
                    .atOffset(ZoneOffset.ofTotalSeconds(random.nextInt(-1080, 1081) * 60));
            // OffsetDateTime prints no seconds when they are zero; the file's format wants them.
            String text = time.getSecond() == 0 && time.getNano() == 0
                    ? time.toString().replaceFirst("(T..:..)", "$1:00")
                    : time.toString();
            CheckedRecord checked = check("1," + text + ",SMS,,,,,,");
            assertThat(checked.began()).as("seed %d: %s", seed, text).isEqualTo(time.toInstant());
            assertThat(checked.row().month()).isEqualTo(time.getYear() * 12 + time.getMonthValue() - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2016-13", "2016-00", "2016-1", "2016/01", "201601", "january", "2016-01-01", "-016-01"})
    void month_thatIsNone_isBad(String value) throws IOException {
        assertThat(reason(with(UsageColumn.MONTH, value))).isEqualTo(RejectReason.BAD_MONTH);
    }

    @Test
    void month_isTheLocalOne_notUtc() throws IOException {
        assertThat(reason("1,2016-02-01T00:30:00.000+02:00,SMS,,,,,,2016-02")).isNull();
        Violation violation =
                check("1,2016-02-01T00:30:00.000+02:00,SMS,,,,,,2016-01").violation();
        assertThat(violation.reason()).isEqualTo(RejectReason.MONTH_MISMATCH);
        assertThat(violation.message()).isEqualTo("month is 2016-01, but the event began in 2016-02");
    }

    @Test
    void eventType_isAnyTextOfFiftyCharacters() throws IOException {
        assertThat(new String(
                        check(with(UsageColumn.EVENT_TYPE, "é".repeat(50)))
                                .row()
                                .eventType(),
                        UTF_8))
                .isEqualTo("é".repeat(50));
        assertThat(reason(with(UsageColumn.EVENT_TYPE, "é".repeat(51)))).isEqualTo(RejectReason.BAD_EVENT_TYPE);
    }

    @Test
    void chargeAtStake_isReadWhereItCanBe() throws IOException {
        CheckedRecord overflow = check(with(UsageColumn.CUSTOMER_ID, "99999999999"));
        assertThat(overflow.rules().chargeAtStake(overflow.record())).isEqualTo(97_600);
        CheckedRecord badCharge = check(with(UsageColumn.CHARGE, "free"));
        assertThat(badCharge.rules().chargeAtStake(badCharge.record())).isZero();
        CheckedRecord tooFew = check("1,2,3");
        assertThat(tooFew.rules().chargeAtStake(tooFew.record())).isZero();
    }

    @Test
    void durationAtStake_isReadWhereItCanBe() throws IOException {
        CheckedRecord overflow = check(with(UsageColumn.CUSTOMER_ID, "99999999999"));
        assertThat(overflow.rules().durationAtStake(overflow.record())).isEqualTo(542);
        CheckedRecord badDuration = check(with(UsageColumn.DURATION, "long"));
        assertThat(badDuration.rules().durationAtStake(badDuration.record())).isZero();
        CheckedRecord tooFew = check("1,2,3");
        assertThat(tooFew.rules().durationAtStake(tooFew.record())).isZero();
    }

    @Test
    void message_showsALongOrUnprintableValueShort() throws IOException {
        String message = check(with(UsageColumn.CUSTOMER_ID, "9".repeat(1000)))
                .violation()
                .message();
        assertThat(message)
                .startsWith("customer_id is '999")
                .contains("(1000 characters)")
                .hasSizeLessThan(200);
        assertThat(check(with(UsageColumn.CUSTOMER_ID, "1\u001b[31m"))
                        .violation()
                        .message())
                .doesNotContain("\u001b");
    }
}
