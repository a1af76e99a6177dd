package telco.usage.retention;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Retention as a person sees it over HTTP, in a service that has it happen by itself. Three months are kept. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(RetentionResourceTest.ThreeMonths.class)
class RetentionResourceTest {

    public static final class ThreeMonths implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "ENABLE_RETENTION_POLICY", "true",
                    "RETENTION_PERIOD_MONTHS", "3",
                    "telco.removal.check-interval", "0.2s");
        }
    }

    private final OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);

    /** Six rows, of which two are five months old and two four months; retention has just been, by six months. */
    @BeforeEach
    void sixRows() {
        Warehouse.clear();
        // Or it would be due until the run has had it, beside what follows.
        Warehouse.execute("update ingest.retention_state set last_success_at = clock_timestamp()");
        List<String> lines = new ArrayList<>();
        for (int customer = 1; customer <= 6; customer++) {
            lines.add(customer + "," + now.minusDays(1).withNano(1_000_000) + ",DATA,1,0,0,2.5,0.25,");
        }
        Api.load("six.csv", String.join("\n", lines));
        Warehouse.execute("update ingest.retention_state set period_months = 6");
        Ageing.move(1, now.minusMonths(5));
        Ageing.move(2, now.minusMonths(5).plusDays(1));
        Ageing.move(3, now.minusMonths(4));
        Ageing.move(4, now.minusMonths(4).plusDays(1));
    }

    @Test
    void plan_showsWhatGoes_alsoForAnotherPeriod() {
        JsonPath plan = plan("");
        assertThat(plan.getBoolean("enabled")).isTrue();
        assertThat(plan.getInt("periodMonths")).isEqualTo(3);
        assertThat(OffsetDateTime.parse(plan.getString("keepFrom")))
                .isBetween(
                        now.minusMonths(3), OffsetDateTime.now(ZoneOffset.UTC).minusMonths(3));
        assertThat(plan.getInt("rows")).isEqualTo(4);
        assertThat(plan.getInt("totalRows")).isEqualTo(6);
        assertThat(plan.getDouble("shareOfRows")).isEqualTo(0.6667);
        assertThat(plan.getInt("days")).isEqualTo(4);
        assertThat(plan.getLong("bytes")).isPositive();
        assertThat(plan.getInt("boundaryDay.rows")).isZero();
        assertThat(plan.getList("months.rows", Integer.class).stream()
                        .mapToInt(rows -> rows)
                        .sum())
                .isEqualTo(4);
        assertThat(plan.getBoolean("confirmationNeeded")).isTrue();
        assertThat(plan.getInt("inForce.periodMonths")).isEqualTo(6);
        assertThat(plan.getString("lastRun.succeededAt")).endsWith("Z");

        JsonPath other = plan("?periodMonths=5");
        assertThat(other.getInt("periodMonths")).isEqualTo(5);
        assertThat(other.getInt("rows")).isEqualTo(1);
        assertThat(other.getBoolean("confirmationNeeded")).isFalse();
        assertThat(plan("?periodMonths=1200").getInt("rows")).isZero();
    }

    @Test
    void confirm_letsItHappenSoon_andTheRecordsShowIt() {
        JsonPath plan = plan("");
        long before = RetentionUnderTest.lastRecord();
        JsonPath confirmed = confirm("{\"periodMonths\": 3, \"why\": \"the contract has ended\"}", 200);
        assertThat(confirmed.getBoolean("confirmationNeeded")).isFalse();
        assertThat(confirmed.getInt("inForce.periodMonths")).isEqualTo(3);
        assertThat(confirmed.getString("inForce.confirmedBy")).isEqualTo("anna");

        await().atMost(Duration.ofSeconds(30)).until(() -> plan("").getInt("rows") == 0);
        await().until(() -> Warehouse.count("pg_tables where tablename like 'detached%'") == 0);
        assertThat(Warehouse.rows("select customer_id from public.telco_billings_usage order by 1"))
                .containsExactly("5", "6");
        JsonPath page = records("?pageSize=3");
        assertThat(page.getList("records")).hasSize(3);
        assertThat(page.getBoolean("records[0].dropped")).isTrue();
        assertThat(page.getInt("records[0].rows")).isEqualTo(1);
        assertThat(page.getInt("records[0].periodMonths")).isEqualTo(3);
        assertThat(page.getString("records[0].day"))
                .isEqualTo(now.minusMonths(4).plusDays(1).toLocalDate().toString());
        assertThat(page.getString("records[0].runId")).isNull();
        assertThat(records("?pageSize=3&pageToken=" + page.getString("nextPageToken"))
                        .getLong("records[0].id"))
                .isEqualTo(before + 1);
        assertThat(records("?month=" + page.getString("records[0].month")).getList("records.month"))
                .containsOnly(page.getString("records[0].month"));
        assertThat(RetentionUnderTest.recordedSince(before).stream()
                        .map(row -> Integer.valueOf(row.split("\\|")[1]))
                        .toList())
                .isEqualTo(plan.getList("months.rows"));
        assertThat(confirm("{\"periodMonths\": 3, \"why\": \"once more\"}", 409).getString("code"))
                .isEqualTo("STATE_CONFLICT");
        Warehouse.assertConsistent();
    }

    @Test
    void confirm_ofAnotherPeriod_isRefused() {
        assertThat(confirm("{\"periodMonths\": 2, \"why\": \"a slip\"}", 409).getString("detail"))
                .contains("RETENTION_PERIOD_MONTHS is 3, not 2");
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(6);
        Warehouse.assertConsistent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"why\": \"x\"}; periodMonths",
                "{\"periodMonths\": 0, \"why\": \"x\"}; periodMonths",
                "{\"periodMonths\": 1.5, \"why\": \"x\"}; periodMonths",
                "{\"periodMonths\": 1201, \"why\": \"x\"}; periodMonths",
                "{\"periodMonths\": 3}; why",
                "{\"periodMonths\": 3, \"why\": \" \"}; why",
                "{\"periodMonths\": 3, \"why\": \"x\", \"force\": true}; force"
            })
    void confirm_withoutSense_namesTheField(String body, String field) {
        assertThat(confirm(body, 400).getString("errors[0].field")).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({
        "plan?periodMonths=0, periodMonths",
        "plan?periodMonths=-3, periodMonths",
        "plan?periodMonths=1201, periodMonths",
        "plan?periodMonths=three, periodMonths",
        "records?month=2016-13, month",
        "records?month=x, month",
        "records?pageSize=0, pageSize",
        "records?pageToken=x, pageToken"
    })
    void parameterThatMakesNoSense_isNamed(String query, String field) {
        assertThat(given().get("/retention/" + query)
                        .then()
                        .statusCode(400)
                        .extract()
                        .jsonPath()
                        .getString("errors[0].field"))
                .isEqualTo(field);
    }

    private static JsonPath plan(String query) {
        return given().get("/retention/plan" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath records(String query) {
        return given().get("/retention/records" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath confirm(String body, int status) {
        return given().contentType(ContentType.JSON)
                .header("X-Actor", "anna")
                .body(body)
                .post("/retention/confirm")
                .then()
                .statusCode(status)
                .extract()
                .jsonPath();
    }
}
