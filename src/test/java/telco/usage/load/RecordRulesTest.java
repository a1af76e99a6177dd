package telco.usage.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static telco.usage.load.CheckedRecord.GOOD;
import static telco.usage.load.CheckedRecord.ZONE;
import static telco.usage.load.CheckedRecord.check;
import static telco.usage.load.CheckedRecord.read;
import static telco.usage.load.CheckedRecord.reason;
import static telco.usage.load.CheckedRecord.with;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telco.usage.load.csv.CsvRecord;
import telco.usage.load.csv.Delimiter;
import telco.usage.load.csv.RecordReader;
import telco.usage.run.RejectReason;

/** What holds for a record as a whole, however it is written. */
class RecordRulesTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "'1,2', 2", "'1,2,3,4,5,6,7,8', 8", "'1,2,3,4,5,6,7,8,9,10', 10", "',,,,,,,,,,,,,,,,,,,', 20"})
    void columnCount_isNine(String line, int found) throws IOException {
        Violation violation = check(line).violation();
        assertThat(violation.reason()).isEqualTo(RejectReason.COLUMN_COUNT);
        assertThat(violation.message()).isEqualTo("the record has " + found + " columns, expected 9");
    }

    @Test
    void recordThatIsNoText_isRejectedAsAWhole() throws IOException {
        assertThat(reason(GOOD.replace("DATA", "DA\u0000TA"))).isEqualTo(RejectReason.NUL_BYTE);
        assertThat(check(GOOD.replace("DATA", "Dä").getBytes(ISO_8859_1))
                        .violation()
                        .reason())
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
    void recordsOfAnotherCharset_areReadByIt() throws IOException {
        Charset western = Charset.forName("windows-1252");
        UsageRules rules = new UsageRules(UsageLayout.WITHOUT_HEADER, western, ZONE);
        for (String type : List.of("Anruf \u20ac", "\"gr\u00fc\u00dfe, \"\"\u00e4\"\"\"")) {
            CsvRecord record = read(with(UsageColumn.EVENT_TYPE, type).getBytes(western));
            assertThat(rules.check(record)).isNull();
            assertThat(new String(rules.row().eventType(), UTF_8))
                    .isEqualTo(type.startsWith("\"") ? "gr\u00fc\u00dfe, \"\u00e4\"" : type);
        }
        CsvRecord longest =
                read(with(UsageColumn.EVENT_TYPE, "\u00e4".repeat(50)).getBytes(western));
        assertThat(rules.check(longest)).isNull();
        CsvRecord bad = read(with(UsageColumn.CHARGE, "\u20ac 5").getBytes(western));
        assertThat(rules.check(bad).message()).startsWith("charge is '\u20ac 5'");
        byte[] undefined = with(UsageColumn.EVENT_TYPE, "X").getBytes(western);
        undefined[new String(undefined, western).indexOf('X')] = (byte) 0x81;
        Violation violation = rules.check(read(undefined));
        assertThat(violation.reason()).isEqualTo(RejectReason.BAD_ENCODING);
        assertThat(violation.message()).isEqualTo("the record is not valid windows-1252");
    }
}
