package telco.usage.load;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** What a file may be, through the HTTP door: each kind of bad input has its answer, and nothing of it is lost. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class BadInputTest {

    private static final String HEADER =
            "customer_id,event_start_time,event_type,rate_plan_id,billing_flag_one,billing_flag_two,duration,charge,month";

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @AfterEach
    void warehouseIsConsistent() {
        Warehouse.assertConsistent();
    }

    private static String good(int customer) {
        return customer + ",2026-01-26T07:35:34.000+02:00,DATA,7229,0,0,1,0.5,2026-01";
    }

    private static String manyGood(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(BadInputTest::good).collect(Collectors.joining("\n"));
    }

    private static void assertFailed(JsonPath run, String code, String... messageParts) {
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("FAILED");
        assertThat(run.getString("error.code")).isEqualTo(code);
        assertThat(run.getString("error.message")).contains(messageParts);
        assertThat(run.getLong("rows.loaded")).isZero();
        assertThat(Warehouse.count("public.telco_billings_usage")).isZero();
        assertThat(Warehouse.count("ingest.loaded_file")).isZero();
    }

    private static void assertLoaded(JsonPath run, int rows) {
        assertThat(run.getLong("rows.loaded")).as(run.prettify()).isEqualTo(rows);
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(rows);
    }

    /** Loads 40 good records and the bad one on line 2, and returns its reject. */
    private static JsonPath rejectOf(byte[] record) {
        byte[] file = concat((good(1000) + "\n").getBytes(UTF_8), record, ("\n" + manyGood(40) + "\n").getBytes(UTF_8));
        JsonPath run = Api.load("one_bad.csv", file);
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("SUCCEEDED_WITH_WARNINGS");
        assertLoaded(run, 41);
        assertThat(run.getLong("rows.rejected")).isEqualTo(1);
        JsonPath rejects = Api.rejects(run.getInt("id"));
        assertThat(rejects.getList("rejects")).hasSize(1);
        assertThat(rejects.getLong("rejects[0].lineNumber")).isEqualTo(2);
        assertThat(rejects.getLong("rejects[0].recordNumber")).isEqualTo(2);
        assertThat(Warehouse.rows("select encode(record, 'hex') from ingest.reject"))
                .containsExactly(HexFormat.of().formatHex(record));
        return rejects;
    }

    private static byte[] concat(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] all = new byte[length];
        int position = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, position, part.length);
            position += part.length;
        }
        return all;
    }

    private static void assertRejected(String record, String reason, String column) {
        Warehouse.clear();
        JsonPath rejects = rejectOf(record.getBytes(UTF_8));
        assertThat(rejects.getString("rejects[0].reason")).isEqualTo(reason);
        assertThat(rejects.getString("rejects[0].column")).isEqualTo(column);
        assertThat(rejects.getString("rejects[0].record")).isEqualTo(record);
    }

    @Test
    void fileOfZeroBytes_fails() {
        assertFailed(Api.load("empty.csv", ""), "FILE_EMPTY", "empty.csv has no bytes");
    }

    @Test
    void fileOfBlankLines_fails() {
        assertFailed(Api.load("blank.csv", "\n\r\n   \n\t\n"), "FILE_EMPTY", "blank.csv has only blank lines");
    }

    @Test
    void headerAndNothingElse_fails() {
        assertFailed(Api.load("header.csv", HEADER + "\r\n"), "FILE_EMPTY", "header.csv has a header and no record");
    }

    @Test
    void headerThatLacksANeededColumn_fails() {
        assertFailed(
                Api.load("header.csv", HEADER.replace(",event_type", "") + "\n" + good(1)),
                "BAD_HEADER",
                "header.csv line 1",
                "lacks event_type");
        assertThat(Warehouse.count("ingest.reject")).isZero();
    }

    @Test
    void wrongColumnCountInTheFirstRecords_fails() {
        assertFailed(
                Api.load("wide.csv", manyGood(150).replace("DATA", "DA,TA")),
                "WRONG_COLUMN_COUNT",
                "wide.csv line 1: the record has 10 columns, expected 9",
                "the first 100 records");
        assertFailed(
                Api.load("text.csv", "hello\n"), "WRONG_COLUMN_COUNT", "text.csv line 1: the record has 1 columns");
        assertFailed(
                Api.load("semicolon.csv", manyGood(3).replace(',', ';')),
                "WRONG_COLUMN_COUNT",
                "has 1 columns, expected 9",
                "separated by ',' (CSV_DELIMITER)");
    }

    @Test
    void binaryData_fails() {
        byte[] noise = new byte[300_000];
        new Random(4).nextBytes(noise);
        JsonPath run = Api.load("noise.csv", noise);
        assertFailed(run, "TOO_MANY_REJECTS", "noise.csv", "MAX_REJECT_RATIO=0.05", "The first: line 1:");
        assertThat(Warehouse.count("ingest.reject")).isEqualTo(run.getLong("rows.rejected"));
    }

    @Test
    void oneLineOf100Megabytes_fails_andIsNotKeptWhole() {
        byte[] line = new byte[100_000_000];
        Arrays.fill(line, (byte) '7');
        JsonPath run = Api.load("endless.csv", line);
        assertFailed(run, "TOO_MANY_REJECTS", "the record has 100000000 bytes, expected at most 65536");
        assertThat(Warehouse.rows("select reason, length(record), record_bytes from ingest.reject"))
                .containsExactly("RECORD_TOO_LONG|65536|100000000");
    }

    @Test
    void tooManyRejects_fail_andAreListed() {
        String bad = good(1).replace("2026-01-26", "2026-01-32");
        JsonPath run = Api.load("bad.csv", manyGood(90) + "\n" + (bad + "\n").repeat(10));
        assertFailed(
                run,
                "TOO_MANY_REJECTS",
                "10 of the first 100 records (10.0 %)",
                "The first: line 91: event_start_time is");
        assertThat(run.getLong("rows.read")).isEqualTo(100);
        assertThat(run.getLong("rows.rejected")).isEqualTo(10);
        assertThat(run.getString("charge.read")).isEqualTo("50");
        assertThat(Api.rejects(run.getInt("id")).getList("rejects")).hasSize(10);
    }

    @Test
    void tooManyRejects_endALongFileEarly() {
        String bad = good(1).replace("DATA", "");
        JsonPath run = Api.load("long.csv", (good(1) + "\n" + bad + "\n").repeat(40_000));
        assertFailed(run, "TOO_MANY_REJECTS", "line 2: event_type is empty");
        assertThat(run.getLong("rows.read")).isBetween(10_000L, 20_000L);
    }

    @Test
    void daysBeyondTheLimit_fail() {
        String file = IntStream.range(0, 450)
                .mapToObj(day -> "1," + LocalDate.of(2024, 1, 1).plusDays(day) + "T00:00:00Z,SMS,,,,,,")
                .collect(Collectors.joining("\n"));
        assertFailed(Api.load("days.csv", file), "TOO_MANY_DAYS", "days.csv line 401", "MAX_DAYS_PER_FILE");
    }

    @Test
    void lineEndsByteOrderMarkAndHeader_areAccepted() {
        assertLoaded(Api.load("crlf.csv", manyGood(3).replace("\n", "\r\n")), 3);
        Warehouse.clear();
        assertLoaded(Api.load("cr.csv", manyGood(3).replace("\n", "\r")), 3);
        Warehouse.clear();
        assertLoaded(Api.load("bom.csv", "\uFEFF" + manyGood(3)), 3);
        Warehouse.clear();
        assertLoaded(Api.load("bom_header.csv", "\uFEFF" + HEADER.toUpperCase(Locale.ROOT) + "\n" + manyGood(3)), 3);
        Warehouse.clear();
        JsonPath run = Api.load(
                "order.csv",
                "month,Charge,duration,billing_flag_two,billing_flag_one,rate_plan_id,event_type,event_start_time,customer_id\n"
                        + "2026-01,0.25,3,2,1,7,SMS,2026-01-26T07:35:34.000+02:00,9\n");
        assertLoaded(run, 1);
        assertThat(
                        Warehouse.rows(
                                "select customer_id, billing_flag_one, billing_flag_two, charge from public.telco_billings_usage"))
                .containsExactly("9|1|2|0.25000000");
    }

    @Test
    void quotesAndQuotedLineEnds_areAccepted() {
        String quoted = "\"9\",\"2026-01-26T07:35:34.000+02:00\",\"a \"\"new\"\",\ntype\",7,0,0,1,\"0.5\",\"2026-01\"";
        assertLoaded(Api.load("quoted.csv", quoted + "\n" + good(1) + "\n"), 2);
        assertThat(Warehouse.rows("select event_type from public.telco_billings_usage where customer_id = 9"))
                .containsExactly("a \"new\",\ntype");
    }

    @Test
    void brokenRecords_areKeptAsideWithTheirReason() {
        assertRejected("1,2", "COLUMN_COUNT", null);
        assertRejected(good(1) + ",extra", "COLUMN_COUNT", null);
        assertRejected(good(1).replace("DATA", "\"DATA"), "COLUMN_COUNT", null);
        assertRejected(good(1).replaceFirst("^1,", ","), "MISSING_CUSTOMER_ID", "customer_id");
        assertRejected(good(1).replaceFirst("^1,", "2147483648,"), "BAD_CUSTOMER_ID", "customer_id");
        assertRejected(good(1).replace("01-26T", "02-30T"), "BAD_EVENT_START_TIME", "event_start_time");
        assertRejected(good(1).replace(",0.5,", ",12345678901.5,"), "BAD_CHARGE", "charge");
        assertRejected(good(1).replace(",1,0.5", ",1e999,0.5"), "BAD_DURATION", "duration");
        assertRejected(good(1).replaceFirst("2026-01$", "2026-02"), "MONTH_MISMATCH", "month");
        assertRejected(good(1).replace("DATA", "DA\u0000TA"), "NUL_BYTE", null);
    }

    @Test
    void brokenUtf8_isKeptAsideByteForByte() {
        JsonPath rejects = rejectOf(good(1).replace("DATA", "D\u00e4T\u00e4").getBytes(ISO_8859_1));
        assertThat(rejects.getString("rejects[0].reason")).isEqualTo("BAD_ENCODING");
        assertThat(rejects.getString("rejects[0].record")).contains("D\uFFFDT\uFFFD");
    }

    @Test
    void rejectsOfAFileWithAHeader_areSubmittedAgainWithIt() {
        String header =
                "month,charge,duration,billing_flag_two,billing_flag_one,rate_plan_id,event_type,event_start_time,"
                        + "customer_id";
        String good = IntStream.range(0, 30)
                .mapToObj(customer -> "2026-01,0.25,3,2,1,7,SMS,2026-01-26T07:35:34.000+02:00," + customer)
                .collect(Collectors.joining("\n"));
        String bad = "2026-01,0.25,3,2,1,7,SMS,2026-01-26T07:35:34.000+02:00,x9";
        JsonPath run = Api.load("header.csv", header + "\n" + good + "\n" + bad + "\n");
        String rejects = given().accept("text/csv")
                .get("/runs/" + run.getInt("id") + "/rejects")
                .asString();
        assertThat(rejects).isEqualTo(header + "\n" + bad + "\n");
        assertThat(Api.load("mended.csv", rejects.replace("x9", "99")).getLong("rows.loaded"))
                .isEqualTo(1);
    }

    @Test
    void rejectsChargeAtStake_isPartOfTheBalance() {
        JsonPath run = Api.load(
                "stake.csv",
                manyGood(39) + "\n" + good(1).replaceFirst("^1,", "x,").replace(",0.5,", ",7.25,"));
        assertThat(run.getString("charge.read")).isEqualTo("26.75");
        assertThat(run.getString("charge.loaded")).isEqualTo("19.5");
        assertThat(run.getString("charge.rejected")).isEqualTo("7.25");
    }

    @Test
    void missingValues_areFindings() {
        JsonPath run = Api.load("without_type.csv", manyGood(60) + "\n" + good(1).replace("DATA", "") + "\n");
        assertThat(run.getString("state")).isEqualTo("SUCCEEDED_WITH_WARNINGS");
        assertThat(run.getList("findings.check", String.class))
                .isEqualTo(List.of("missing_event_type", "rejected_rows"));
        assertThat(run.getList("findings.count", Integer.class)).isEqualTo(List.of(1, 1));
        assertThat(run.getList("findings.checked", Integer.class)).isEqualTo(List.of(61, 61));
    }

    @Test
    void eventsInTheFuture_areLoadedAndAFinding() {
        JsonPath run = Api.load("future.csv", good(1) + "\n2,2999-01-01T00:00:00Z,SMS,,,,,,\n");
        assertLoaded(run, 2);
        assertThat(run.getString("findings[0].check")).isEqualTo("future_events");
        assertThat(run.getString("findings[0].severity")).isEqualTo("WARNING");
    }
}
