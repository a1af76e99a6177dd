package telco.usage.load;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.inbox.InboxFolders;
import telco.usage.testing.Api;
import telco.usage.testing.Packed;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Files of another provider: in a charset of their own, separated by semicolons, and with names and columns of their own in their headers. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(OtherProviderTest.OtherProvider.class)
class OtherProviderTest {

    /** Aliases, and extra columns are ignored. */
    public static final class OtherProvider implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "INPUT_CHARSET", "windows-1252",
                    "CSV_DELIMITER", ";",
                    "COLUMN_ALIASES", "msisdn=customer_id,start=event_start_time",
                    "EXTRA_COLUMNS", "ignore",
                    "QUALITY_LIMITS",
                            "unknown_event_type=off; null_share_rate_plan_id=off; null_share_billing_flag_one=off;"
                                    + " null_share_billing_flag_two=off; null_share_duration=off; month_mismatch=off");
        }
    }

    private static final String HEADER = "Cell;\"Start\";MSISDN;Event Type;charge";

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final String BAD = "x;2026-01-26T07:35:34.000+02:00;x9;Anruf f\u00fcr 5 \u20ac;0.5\n";
    private static final String WITHOUT_HEADER =
            "x9;2026-01-26T07:35:34.000+02:00;Anruf f\u00fcr 5 \u20ac;1;0;0;1;0.5;2026-01\n";
    private static final String MENDED = BAD.replace("x9", "99");

    @Inject
    InboxFolders folders;

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @AfterEach
    void warehouseIsConsistent() {
        Warehouse.assertConsistent();
    }

    private static String rows(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "x, y;2026-01-26T07:35:34.000+02:00;" + i + ";DATA, abroad;0.5\n")
                .collect(Collectors.joining());
    }

    @Test
    void namesAndColumnsOfTheirOwn_areLoaded_andTheRunSaysWhatIsNot() {
        JsonPath run = Api.load("own.csv", HEADER + "\n" + rows(30));
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("SUCCEEDED_WITH_WARNINGS");
        assertThat(run.getLong("rows.loaded")).isEqualTo(30);
        assertThat(run.getList("findings.check", String.class)).contains("missing_columns", "ignored_columns");
        assertThat(run.getList("findings.message", String.class))
                .contains(
                        "The header lacks rate_plan_id, billing_flag_one, billing_flag_two, duration: loaded as NULL in every row.",
                        "Not loaded (EXTRA_COLUMNS=ignore): 'Cell'.");
        assertThat(Warehouse.rows("""
                        select customer_id, event_type, rate_plan_id, billing_flag_one, duration, charge, month
                        from public.telco_billings_usage
                        where customer_id = 7
                        """)).containsExactly("7|DATA, abroad||||0.50000000|2026-01");
    }

    @Test
    void recordsBehindAHeader_haveItsColumns_alsoWithoutOneTheyHaveNine() {
        JsonPath run = Api.load("short.csv", HEADER + "\n" + rows(40) + "x;2026-01-26T07:35:34.000+02:00;1;DATA\n");
        assertThat(run.getLong("rows.rejected")).isEqualTo(1);
        assertThat(Api.rejects(run.getInt("id")).getList("rejects.message", String.class))
                .isEqualTo(List.of("the record has 4 columns, expected 5"));
        JsonPath without = Api.load("extra.csv", "1;2026-01-26T07:35:34.000+02:00;DATA;1;0;0;1;0.5;2026-01;extra\n");
        assertThat(without.getString("error.code")).isEqualTo("WRONG_COLUMN_COUNT");
        JsonPath commas = Api.load("commas.csv", "1,2026-01-26T07:35:34.000+02:00,DATA,1,0,0,1,0.5,2026-01\n");
        assertThat(commas.getString("error.message"))
                .contains("has 1 columns, expected 9", "separated by ';' (CSV_DELIMITER)");
    }

    @Test
    void neededColumnThatIsMissing_failsBeforeAnythingIsStaged() {
        JsonPath run = Api.load("missing.csv", HEADER.replace("MSISDN", "Subscriber") + "\n" + rows(3));
        assertThat(run.getString("error.code")).isEqualTo("BAD_HEADER");
        assertThat(run.getString("error.message")).contains("missing.csv line 1", "lacks customer_id");
        assertThat(run.getLong("rows.read")).isZero();
        assertThat(Warehouse.count("public.telco_billings_usage")).isZero();
        assertThat(Warehouse.count("ingest.reject")).isZero();
        JsonPath twice = Api.load("twice.csv", HEADER + ";customer_id\n" + rows(3));
        assertThat(twice.getString("error.code")).isEqualTo("BAD_HEADER");
        assertThat(twice.getString("error.message")).contains("names a column again: 'customer_id'");
    }

    @Test
    void rejects_areMendedAndSubmittedAgain_withTheirOwnHeader() {
        String bad = "\"x;y\";2026-01-26T07:35:34.000+02:00;x9;DATA;0.5";
        JsonPath run = Api.load("own.csv", HEADER + "\n" + rows(40) + bad + "\n");
        String rejects = given().accept("text/csv")
                .get("/runs/" + run.getInt("id") + "/rejects")
                .asString();
        assertThat(rejects).isEqualTo(HEADER + "\n" + bad + "\n");
        assertThat(Api.load("mended.csv", rejects.replace("x9", "99")).getLong("rows.loaded"))
                .isEqualTo(1);
        assertThat(Warehouse.count("public.telco_billings_usage where customer_id = 99"))
                .isEqualTo(1);
    }

    @Test
    void fileInTheInbox_isReadLikewise() throws IOException {
        Files.write(folders.incoming().resolve("own_inbox.csv"), (HEADER + "\n" + rows(9)).getBytes(UTF_8));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Warehouse.count("ingest.run where file_path like '%/archive/%'") == 1);
        assertThat(Warehouse.rows("select state from ingest.run")).containsExactly("SUCCEEDED_WITH_WARNINGS");
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(9);
    }

    private static byte[] rejects(int run) {
        return given().accept("text/csv").get("/runs/" + run + "/rejects").asByteArray();
    }

    private static void assertEventType(String type) {
        assertThat(Warehouse.rows("select event_type from public.telco_billings_usage where customer_id = 99"))
                .containsExactly(type);
    }

    @Test
    void declaredCharset_isReadStrictly_andRejectsKeepTheirBytes() {
        byte[] undefined = BAD.replace("x9", "98").getBytes(WINDOWS_1252);
        undefined[new String(undefined, WINDOWS_1252).indexOf('\u20ac')] = (byte) 0x81;
        byte[] bad = BAD.getBytes(WINDOWS_1252);
        byte[] head = (HEADER + "\n" + rows(60)).getBytes(UTF_8);
        JsonPath run = Api.load("western.csv", Packed.join(head, MENDED.getBytes(WINDOWS_1252), bad, undefined));
        assertThat(run.getLong("rows.loaded")).as(run.prettify()).isEqualTo(61);
        assertEventType("Anruf f\u00fcr 5 \u20ac");
        JsonPath listed = Api.rejects(run.getInt("id"));
        assertThat(listed.getList("rejects.reason", String.class))
                .isEqualTo(List.of("BAD_CUSTOMER_ID", "BAD_ENCODING"));
        assertThat(listed.getString("rejects[0].record") + "\n").isEqualTo(BAD);
        assertThat(listed.getString("rejects[1].message")).isEqualTo("the record is not valid windows-1252");
        assertThat(rejects(run.getInt("id"))).isEqualTo(Packed.join((HEADER + "\n").getBytes(UTF_8), bad, undefined));

        byte[] corrected = Packed.join(
                (HEADER + "\n").getBytes(UTF_8), BAD.replace("x9", "97").getBytes(WINDOWS_1252));
        int replay = given().contentType("text/csv")
                .body(corrected)
                .post("/runs/" + run.getInt("id") + "/replay")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        assertThat(Api.finished(replay).getLong("rows.loaded")).isEqualTo(1);
        assertThat(Warehouse.rows("select event_type from public.telco_billings_usage where customer_id = 97"))
                .containsExactly("Anruf f\u00fcr 5 \u20ac");
    }

    @Test
    void fileWithAByteOrderMark_isReadByIt_andItsRejectsAreReadAgain() {
        for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
            for (String header : List.of(HEADER + "\n", "")) {
                Warehouse.clear();
                String bad = header.isEmpty() ? WITHOUT_HEADER : BAD;
                String good = IntStream.range(0, 40)
                        .mapToObj(customer -> bad.replace("x9", String.valueOf(customer)))
                        .collect(Collectors.joining());
                JsonPath run = Api.load("marked.csv", ("\uFEFF" + header + good + bad).getBytes(charset));
                assertThat(run.getLong("rows.loaded")).as(run.prettify()).isEqualTo(40);
                assertThat(Api.rejects(run.getInt("id")).getString("rejects[0].record") + "\n")
                        .isEqualTo(bad);
                String rejects = new String(rejects(run.getInt("id")), UTF_8);
                assertThat(rejects).isEqualTo("\uFEFF" + (header.isEmpty() ? "\n" : header) + bad);
                JsonPath again = Api.load("mended.csv", rejects.replace("x9", "99"));
                assertThat(again.getLong("rows.loaded")).as(again.prettify()).isEqualTo(1);
                assertEventType("Anruf f\u00fcr 5 \u20ac");
            }
        }
    }
}
