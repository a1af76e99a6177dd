package telco.usage.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import telco.usage.load.csv.CsvRecord;
import telco.usage.load.csv.Delimiter;
import telco.usage.load.csv.RecordReader;
import telco.usage.run.Finding;
import telco.usage.run.RejectReason;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;
import telco.usage.testing.Format;

class UsageHeaderTest {

    private static final String ALL =
            "customer_id,event_start_time,event_type,rate_plan_id,billing_flag_one,billing_flag_two,duration,charge,month";

    private static CsvRecord record(String line) throws IOException {
        try (RecordReader reader = new RecordReader(new ByteArrayInputStream(line.getBytes(UTF_8)), Delimiter.COMMA)) {
            assertThat(reader.next()).isTrue();
            return reader.record();
        }
    }

    private static Optional<UsageHeader> header(String line, FormatConfig format) throws IOException {
        return UsageHeader.of(record(line), UTF_8, "f.csv", format);
    }

    /** The rules for the records behind the header. */
    private static UsageRules rules(String line, FormatConfig format) throws IOException {
        return new UsageRules(header(line, format).orElseThrow().layout(), UTF_8, ZoneOffset.UTC);
    }

    private static void assertRefused(String line, FormatConfig format, String... messageParts) {
        assertThatThrownBy(() -> header(line, format)).isInstanceOfSatisfying(RunFailedException.class, e -> {
            assertThat(e.code()).isEqualTo(RunErrorCode.BAD_HEADER);
            assertThat(e.getMessage()).startsWith("f.csv line 1: the header ").contains(messageParts);
        });
    }

    @Test
    void columns_mayStandInAnyOrder_andAreFoundHoweverTheyAreSpelled() throws IOException {
        UsageRules rules = rules(
                "Month,CHARGE,\"duration\", billing_flag_two ,BillingFlagOne,\"Rate Plan ID\",event-type,event_start_time,Customer_Id",
                Format.USUAL);
        assertThat(rules.check(record("2016-01,0.5,3,2,1,7,SMS,2016-01-26T07:35:34.000+02:00,9")))
                .isNull();
        assertThat(rules.row().customerId()).isEqualTo(9);
        assertThat(rules.row().charge()).isEqualTo(UsageRow.CHARGE_UNIT / 2);
        assertThat(rules.row().billingFlagOne()).isEqualTo(1);
        assertThat(rules.row().billingFlagTwo()).isEqualTo(2);
        assertThat(rules.row().ratePlanId()).isEqualTo(7);
        assertThat(header(ALL, Format.USUAL).orElseThrow().findings()).isEmpty();
    }

    @Test
    void columnThatIsNotNeeded_mayBeMissing_andIsNull() throws IOException {
        String line = "event_type,event_start_time,customer_id";
        UsageRules rules = rules(line, Format.USUAL);
        CsvRecord row = record("SMS,2016-01-26T07:35:34.000+02:00,9");
        assertThat(rules.check(row)).isNull();
        assertThat(rules.row().hasCharge()).isFalse();
        assertThat(rules.row().hasDuration()).isFalse();
        assertThat(rules.row().hasRatePlanId()).isFalse();
        assertThat(rules.row().hasBillingFlagOne()).isFalse();
        assertThat(rules.row().hasBillingFlagTwo()).isFalse();
        assertThat(rules.row().month()).isEqualTo(2016 * 12);
        assertThat(rules.chargeAtStake(row)).isZero();
        Finding finding = header(line, Format.USUAL).orElseThrow().findings().get(0);
        assertThat(finding.check()).isEqualTo("missing_columns");
        assertThat(finding.count()).isEqualTo(5);
        assertThat(finding.message())
                .isEqualTo("The header lacks rate_plan_id, billing_flag_one, billing_flag_two, duration, charge:"
                        + " loaded as NULL in every row.");
    }

    @Test
    void monthThatIsMissing_isNoFinding() throws IOException {
        assertThat(header(ALL.replace(",month", ""), Format.USUAL).orElseThrow().findings())
                .isEmpty();
    }

    @Test
    void columnThatIsNeeded_mustNotBeMissing() {
        assertRefused(ALL.replace("customer_id,", ""), Format.USUAL, "lacks customer_id", "COLUMN_ALIASES");
        assertRefused("charge,month", Format.USUAL, "lacks customer_id, event_start_time, event_type");
        assertRefused(ALL.replace("event_type", "type"), Format.USUAL.extra(ExtraColumns.IGNORE), "lacks event_type");
    }

    @Test
    void aliases_areFurtherNames() throws IOException {
        Format format = Format.USUAL.aliases("msisdn=customer_id, Start Time = event_start_time,msi=customer_id");
        UsageRules rules = rules("START_TIME,MSISDN,event_type", format);
        assertThat(rules.check(record("2016-01-26T07:35:34.000+02:00,9,SMS"))).isNull();
        assertThat(rules.row().customerId()).isEqualTo(9);
        assertThat(header(ALL, format)).isPresent();
        assertRefused("msisdn," + ALL, format, "names a column again: 'customer_id'");
    }

    @Test
    void aliasesThatMeanNothingOrTwoThings_areRefused() {
        assertThatThrownBy(() -> new ColumnNames("msisdn")).hasMessageContaining("COLUMN_ALIASES: 'msisdn' is no pair");
        assertThatThrownBy(() -> new ColumnNames("msisdn=customer"))
                .hasMessageContaining("'customer' in 'msisdn=customer' is no column, expected one of customer_id,");
        assertThatThrownBy(() -> new ColumnNames(" =customer_id")).hasMessageContaining("has no alias");
        assertThatThrownBy(() -> new ColumnNames("Month=charge")).hasMessageContaining("names month already");
        assertThatThrownBy(() -> new ColumnNames("x=charge,X=month")).hasMessageContaining("names charge already");
    }

    @Test
    void nameThatComesTwice_isRefused_alsoOfAColumnThatIsIgnored() {
        Format ignoring = Format.USUAL.extra(ExtraColumns.IGNORE);
        assertRefused(ALL + ",Charge", ignoring, "names a column again: 'Charge'");
        assertRefused(ALL + ",note,NOTE", ignoring, "names a column again: 'NOTE'");
    }

    @Test
    void columnsThatAreNotKnown_areRefusedOrIgnored() throws IOException {
        String line = "note," + ALL + ",,\"cell\u0007 id\",";
        assertRefused(
                line,
                Format.USUAL,
                "names columns that are not known: 'note', '', 'cell\uFFFD id', ''",
                "EXTRA_COLUMNS");
        Format ignoring = Format.USUAL.extra(ExtraColumns.IGNORE);
        UsageRules rules = rules(line, ignoring);
        String row = "x,9,2016-01-26T07:35:34.000+02:00,SMS,7,1,2,3,0.5,2016-01,y,z,";
        assertThat(rules.check(record(row))).isNull();
        assertThat(rules.row().customerId()).isEqualTo(9);
        assertThat(rules.row().charge()).isEqualTo(UsageRow.CHARGE_UNIT / 2);
        for (String other : List.of(row + ",", "9,2016-01-26T07:35:34.000+02:00,SMS,7,1,2,3,0.5,2016-01")) {
            Violation violation = rules.check(record(other));
            assertThat(violation.reason()).isEqualTo(RejectReason.COLUMN_COUNT);
            assertThat(violation.message()).endsWith("expected 13");
        }
        Finding finding = header(line, ignoring).orElseThrow().findings().get(0);
        assertThat(finding.check()).isEqualTo("ignored_columns");
        assertThat(finding.message()).startsWith("Not loaded (EXTRA_COLUMNS=ignore): 'note', ");
    }

    @Test
    void header_mayHave256Columns() throws IOException {
        Format ignoring = Format.USUAL.extra(ExtraColumns.IGNORE);
        String most = IntStream.range(0, 247).mapToObj(i -> "c" + i + ",").collect(Collectors.joining()) + ALL;
        UsageRules rules = rules(most, ignoring);
        assertThat(rules.check(record("1,".repeat(247) + "9,2016-01-26T07:35:34.000+02:00,SMS,7,1,2,3,0.5,2016-01")))
                .isNull();
        assertThat(rules.row().customerId()).isEqualTo(9);
        assertRefused(ALL + ",c" + ",".repeat(247), ignoring, "has 257 columns, more than 256");
    }

    @Test
    void data_isNoHeader() throws IOException {
        String good = "9,2016-01-26T07:35:34.000+02:00,SMS,7,1,2,3,0.5,2016-01";
        assertThat(header(good, Format.USUAL)).isEmpty();
        assertThat(header(good.replace("SMS", "CHARGE"), Format.USUAL)).isEmpty();
        assertThat(header("\"customer_id,event_start_time", Format.USUAL))
                .as("broken quotes")
                .isEmpty();
    }
}
