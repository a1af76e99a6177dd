package telco.usage.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.load.csv.CsvRecord;
import telco.usage.load.csv.Delimiter;
import telco.usage.load.csv.RecordReader;
import telco.usage.run.RejectReason;

class UsageRulesTest {

    private static final String GOOD = "18219,2016-01-26T07:35:34.000+02:00,DATA,7229,0,1,542,0.000976,2016-01";
    private static final ZoneId ZONE = ZoneId.of("Europe/Athens");

    private static CsvRecord record(byte[] line) throws IOException {
        RecordReader reader = new RecordReader(new ByteArrayInputStream(line), Delimiter.COMMA);
        assertThat(reader.next()).isTrue();
        return reader.record();
    }

    private static final class Checked {
        private final UsageRules rules = new UsageRules(UsageLayout.WITHOUT_HEADER, UTF_8, ZONE);
        private final CsvRecord record;
        private final Violation violation;

        Checked(byte[] line) throws IOException {
            record = record(line);
            violation = rules.check(record);
        }

        UsageRow row() {
            assertThat(violation).isNull();
            return rules.row();
        }
    }

    private static Checked check(String line) throws IOException {
        return new Checked(line.getBytes(UTF_8));
    }

    private static String with(UsageColumn column, String value) {
        String[] fields = GOOD.split(",");
        fields[column.ordinal()] = value;
        return String.join(",", fields);
    }

    private static RejectReason reason(String line) throws IOException {
        Violation violation = check(line).violation;
        return violation == null ? null : violation.reason();
    }

    @Test
    void goodRecord_isARowInTheWarehousesTypes() throws IOException {
        UsageRow row = check(GOOD).row();
        assertThat(row.customerId()).isEqualTo(18219);
        assertThat(instant(row)).isEqualTo(Instant.parse("2016-01-26T05:35:34Z"));
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
        Violation violation = check(with(column, "")).violation;
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
        assertThat(instant(check(line).row())).isEqualTo(Instant.parse(expected));
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
            UsageRow row = check("1," + text + ",SMS,,,,,,").row();
            assertThat(instant(row)).as("seed %d: %s", seed, text).isEqualTo(time.toInstant());
            assertThat(row.month()).isEqualTo(time.getYear() * 12 + time.getMonthValue() - 1);
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
        Violation violation = check("1,2016-02-01T00:30:00.000+02:00,SMS,,,,,,2016-01").violation;
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

    @ParameterizedTest
    @CsvSource({"1, 1", "'1,2', 2", "'1,2,3,4,5,6,7,8', 8", "'1,2,3,4,5,6,7,8,9,10', 10", "',,,,,,,,,,,,,,,,,,,', 20"})
    void columnCount_isNine(String line, int found) throws IOException {
        Violation violation = check(line).violation;
        assertThat(violation.reason()).isEqualTo(RejectReason.COLUMN_COUNT);
        assertThat(violation.message()).isEqualTo("the record has " + found + " columns, expected 9");
    }

    @Test
    void recordThatIsNoText_isRejectedAsAWhole() throws IOException {
        assertThat(reason(GOOD.replace("DATA", "DA\u0000TA"))).isEqualTo(RejectReason.NUL_BYTE);
        assertThat(new Checked(GOOD.replace("DATA", "Dä").getBytes(ISO_8859_1)).violation.reason())
                .isEqualTo(RejectReason.BAD_ENCODING);
        assertThat(reason("x".repeat(100_000))).isEqualTo(RejectReason.RECORD_TOO_LONG);
        assertThat(reason(GOOD.replace("DATA", "\"DATA"))).isEqualTo(RejectReason.COLUMN_COUNT);
        assertThat(reason(GOOD.replace("DATA", "\"Dä\"TA"))).isEqualTo(RejectReason.COLUMN_COUNT);
    }

    @Test
    void quotedValues_keepTheSameRules() throws IOException {
        String quoted = '"' + GOOD.replace(",", "\",\"") + '"';
        assertThat(check(quoted).row().charge()).isEqualTo(97_600);
        assertThat(reason(quoted.replace("18219", ""))).isEqualTo(RejectReason.MISSING_CUSTOMER_ID);
        assertThat(new String(check(GOOD.replace("DATA", "\"a,\"\"b\n\"")).row().eventType(), UTF_8))
                .isEqualTo("a,\"b\n");
    }

    /** A plain record is cut by the reader, a quoted one by FastCSV: mutated a million times, both say the same. */
    @Test
    void plainAndQuotedRecords_giveTheSameRowOrTheSameViolation() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StringBuilder file = new StringBuilder();
        UsageRules plainRules = new UsageRules(UsageLayout.WITHOUT_HEADER, UTF_8, ZONE);
        UsageRules quotedRules = new UsageRules(UsageLayout.WITHOUT_HEADER, UTF_8, ZONE);
        for (int batch = 0; batch < 200; batch++) {
            file.setLength(0);
            for (int i = 0; i < 5_000; i++) {
                String line = mutated(random);
                file.append(line).append('\n');
                file.append('"').append(line.replace(",", "\",\"")).append("\"\n");
            }
            try (RecordReader reader =
                    new RecordReader(new ByteArrayInputStream(file.toString().getBytes(UTF_8)), Delimiter.COMMA)) {
                while (reader.next()) {
                    Violation plain = plainRules.check(reader.record());
                    String record = new String(reader.record().copyOfBytes(), UTF_8);
                    assertThat(reader.next()).isTrue();
                    Violation quoted = quotedRules.check(reader.record());
                    // Millions of comparisons: a description is only made for one that fails.
                    if (!Objects.equals(quoted, plain)) {
                        assertThat(quoted).as("seed %d: %s", seed, record).isEqualTo(plain);
                    }
                    if (plain == null && !values(quotedRules.row()).equals(values(plainRules.row()))) {
                        assertThat(values(quotedRules.row()))
                                .as("seed %d: %s", seed, record)
                                .isEqualTo(values(plainRules.row()));
                    }
                }
            }
        }
    }

    private static List<Object> values(UsageRow row) {
        return List.of(
                row.customerId(),
                row.eventMicros(),
                new String(row.eventType(), UTF_8),
                row.hasRatePlanId() ? row.ratePlanId() : "none",
                row.hasBillingFlagOne() ? row.billingFlagOne() : "none",
                row.hasBillingFlagTwo() ? row.billingFlagTwo() : "none",
                row.hasDuration() ? row.duration() : "none",
                row.hasCharge() ? row.charge() : "none",
                row.month());
    }

    private static String mutated(Random random) {
        StringBuilder line = new StringBuilder(GOOD);
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(line.length());
            String characters = "0123456789-+:.TZeE, é\u0000Aß";
            char c = characters.charAt(random.nextInt(characters.length()));
            switch (random.nextInt(3)) {
                case 0 -> line.setCharAt(at, c);
                case 1 -> line.insert(at, c);
                default -> line.deleteCharAt(at);
            }
        }
        return line.toString();
    }

    @Test
    void chargeAtStake_isReadWhereItCanBe() throws IOException {
        Checked overflow = check(with(UsageColumn.CUSTOMER_ID, "99999999999"));
        assertThat(overflow.rules.chargeAtStake(overflow.record)).isEqualTo(97_600);
        Checked badCharge = check(with(UsageColumn.CHARGE, "free"));
        assertThat(badCharge.rules.chargeAtStake(badCharge.record)).isZero();
        Checked tooFew = check("1,2,3");
        assertThat(tooFew.rules.chargeAtStake(tooFew.record)).isZero();
    }

    @Test
    void durationAtStake_isReadWhereItCanBe() throws IOException {
        Checked overflow = check(with(UsageColumn.CUSTOMER_ID, "99999999999"));
        assertThat(overflow.rules.durationAtStake(overflow.record)).isEqualTo(542);
        Checked badDuration = check(with(UsageColumn.DURATION, "long"));
        assertThat(badDuration.rules.durationAtStake(badDuration.record)).isZero();
        Checked tooFew = check("1,2,3");
        assertThat(tooFew.rules.durationAtStake(tooFew.record)).isZero();
    }

    @Test
    void recordsOfAnotherCharset_areReadByIt() throws IOException {
        Charset western = Charset.forName("windows-1252");
        UsageRules rules = new UsageRules(UsageLayout.WITHOUT_HEADER, western, ZONE);
        for (String type : List.of("Anruf \u20ac", "\"gr\u00fc\u00dfe, \"\"\u00e4\"\"\"")) {
            CsvRecord record = record(with(UsageColumn.EVENT_TYPE, type).getBytes(western));
            assertThat(rules.check(record)).isNull();
            assertThat(new String(rules.row().eventType(), UTF_8))
                    .isEqualTo(type.startsWith("\"") ? "gr\u00fc\u00dfe, \"\u00e4\"" : type);
        }
        CsvRecord longest =
                record(with(UsageColumn.EVENT_TYPE, "\u00e4".repeat(50)).getBytes(western));
        assertThat(rules.check(longest)).isNull();
        CsvRecord bad = record(with(UsageColumn.CHARGE, "\u20ac 5").getBytes(western));
        assertThat(rules.check(bad).message()).startsWith("charge is '\u20ac 5'");
        byte[] undefined = with(UsageColumn.EVENT_TYPE, "X").getBytes(western);
        undefined[new String(undefined, western).indexOf('X')] = (byte) 0x81;
        Violation violation = rules.check(record(undefined));
        assertThat(violation.reason()).isEqualTo(RejectReason.BAD_ENCODING);
        assertThat(violation.message()).isEqualTo("the record is not valid windows-1252");
    }

    @Test
    void message_showsALongOrUnprintableValueShort() throws IOException {
        String message =
                check(with(UsageColumn.CUSTOMER_ID, "9".repeat(1000))).violation.message();
        assertThat(message)
                .startsWith("customer_id is '999")
                .contains("(1000 characters)")
                .hasSizeLessThan(200);
        assertThat(check(with(UsageColumn.CUSTOMER_ID, "1\u001b[31m")).violation.message())
                .doesNotContain("\u001b");
    }

    private static Instant instant(UsageRow row) {
        return Instant.EPOCH.plus(row.eventMicros(), ChronoUnit.MICROS);
    }
}
