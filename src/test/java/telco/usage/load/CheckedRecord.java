package telco.usage.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import telco.usage.load.csv.CsvRecord;
import telco.usage.load.csv.Delimiter;
import telco.usage.load.csv.RecordReader;
import telco.usage.run.RejectReason;

/** One record of a file without a header, and what the rules say of it. */
record CheckedRecord(UsageRules rules, CsvRecord record, Violation violation) {

    static final String GOOD = "18219,2016-01-26T07:35:34.000+02:00,DATA,7229,0,1,542,0.000976,2016-01";
    static final ZoneId ZONE = ZoneId.of("Europe/Athens");

    /** The good record with another value in this column. */
    static String with(UsageColumn column, String value) {
        String[] fields = GOOD.split(",");
        fields[column.ordinal()] = value;
        return String.join(",", fields);
    }

    static CheckedRecord check(String line) throws IOException {
        return check(line.getBytes(UTF_8));
    }

    static CheckedRecord check(byte[] line) throws IOException {
        UsageRules rules = new UsageRules(UsageLayout.WITHOUT_HEADER, UTF_8, ZONE);
        CsvRecord record = read(line);
        return new CheckedRecord(rules, record, rules.check(record));
    }

    static CsvRecord read(byte[] line) throws IOException {
        RecordReader reader = new RecordReader(new ByteArrayInputStream(line), Delimiter.COMMA);
        assertThat(reader.next()).isTrue();
        return reader.record();
    }

    /** Why the line is rejected; null when it is a row. */
    static RejectReason reason(String line) throws IOException {
        Violation violation = check(line).violation();
        return violation == null ? null : violation.reason();
    }

    UsageRow row() {
        assertThat(violation).isNull();
        return rules.row();
    }

    /** When the event began. */
    Instant began() {
        return Instant.EPOCH.plus(row().eventMicros(), ChronoUnit.MICROS);
    }
}
