package telco.usage.quality;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.inbox.InboxFolders;
import telco.usage.testing.Api;
import telco.usage.testing.FilesBelow;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;
import telco.usage.testing.WarehouseSnapshot;

/** What a check has stopped is seen by nobody, and released it is published as it was staged. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(QualityGateTest.Strict.class)
class QualityGateTest {

    /** One check that QUALITY makes, and one that PUBLISH makes, stop a run. */
    public static final class Strict implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("QUALITY_LIMITS", "negative_charge=error:1; key_conflicts=error:1; unknown_event_type=off");
        }
    }

    private static final String BEFORE = """
            1,2026-03-01T10:00:00.000+02:00,DATA,1,0,0,5,0.5,2026-03
            2,2026-03-01T10:00:00.000+02:00,SMS,1,0,0,1,0,2026-03
            """;

    /** Rows for a day that exists and for new ones, a duplicate of each kind, a reject, and one charge below zero. */
    private static final String NEGATIVE = """
            1,2026-03-01T10:00:00.000+02:00,DATA,1,0,0,5,0.5,2026-03
            3,2026-03-01T11:00:00.000+02:00,DATA,1,0,0,5,-0.5,2026-03
            4,2026-03-02T10:00:00.000+02:00,VOICE,1,0,0,60,0,2026-03
            4,2026-03-02T10:00:00.000+02:00,VOICE,1,0,0,60,0,2026-03
            5,2026-03-02T10:00:00.000+02:00,VOICE,1,0,0,60,0,2026-03
            6,2026-03-03T10:00:00.000+02:00,RCS,1,0,0,60,0.25,2026-03
            """;

    /** The warehouse has said something else of the first one. */
    private static final String CONFLICTING = """
            1,2026-03-01T10:00:00.000+02:00,DATA,1,9,0,5,0.5,2026-03
            7,2026-03-01T12:00:00.000+02:00,DATA,1,0,0,5,1.5,2026-03
            8,2026-03-04T12:00:00.000+02:00,DATA,1,0,0,5,2.5,2026-03
            """;

    private static final List<String> PARTS_OF_THE_WAREHOUSE =
            List.of("facts", "facts by run", "usage distribution", "monthly trends", "ledger");

    @Inject
    InboxFolders folders;

    @BeforeEach
    void someUsage() {
        Warehouse.clear();
        Api.load("before.csv", BEFORE);
    }

    @ParameterizedTest
    @ValueSource(strings = {NEGATIVE, CONFLICTING})
    void error_leavesTheWarehouseAsItWas_andReleasePublishesExactlyTheStage(String file) throws IOException {
        Map<String, List<String>> before = warehouse();
        JsonPath stopped = Api.load("stopped.csv", file);
        int id = stopped.getInt("id");

        assertThat(stopped.getString("state")).as(stopped.prettify()).isEqualTo("FAILED");
        assertThat(stopped.getString("error.code")).isEqualTo("QUALITY_GATE");
        assertThat(stopped.getString("error.message")).contains("stopped.csv", "/runs/" + id + "/publish");
        assertThat(stopped.getString("hold.until")).isNotBlank();
        assertThat(stopped.getInt("rows.loaded")).isZero();
        assertThat(stopped.getList("findings.severity", String.class)).contains("ERROR");
        assertThat(warehouse()).isEqualTo(before);

        Files.delete(Api.inputDirectory().resolve("stopped.csv"));
        JsonPath released = released(id);
        assertThat(released.getString("state")).as(released.prettify()).isEqualTo("SUCCEEDED_WITH_WARNINGS");
        assertThat(released.getString("hold.releasedBy")).isEqualTo("anna");
        assertThat(released.getString("hold.until")).isNull();
        assertThat(released.getList("findings.check", String.class)).doesNotHaveDuplicates();
        Warehouse.assertConsistent();
        assertThat(Warehouse.rows("select actor, action from ingest.audit where run_id = " + id + " order by id"))
                .containsExactly("unnamed caller|SUBMIT", "anna|RELEASE");

        assertEqualsALoadWithoutGate(released, file);
    }

    /** The same file again, forced and replayed rows aside: what a load that nothing stops would have made of it. */
    private static void assertEqualsALoadWithoutGate(JsonPath released, String file) {
        List<String> facts = factsWithoutRuns();
        Map<String, Object> rows = released.getMap("rows");
        List<String> rejects = Warehouse.rows(
                "select record_number, reason, record from ingest.reject where run_id = " + released.getInt("id"));
        Warehouse.clear();
        Api.load("before.csv", BEFORE);
        int again = Api.load("again.csv", file).getInt("id");
        JsonPath other = released(again);
        assertThat(factsWithoutRuns()).isEqualTo(facts);
        assertThat(other.getMap("rows")).isEqualTo(rows);
        assertThat(Warehouse.rows("select record_number, reason, record from ingest.reject where run_id = " + again))
                .isEqualTo(rejects);
    }

    @Test
    void released_hasTheRowsOfTheFile_andNothingElse() {
        int id = Api.load("stopped.csv", NEGATIVE).getInt("id");
        JsonPath run = released(id);
        assertThat(run.getMap("rows"))
                .as(run.prettify())
                .isEqualTo(Map.of(
                        "read", 6,
                        "loaded", 4,
                        "duplicateInFile", 1,
                        "duplicateInWarehouse", 1,
                        "conflicting", 0,
                        "rejected", 0,
                        "expired", 0));
        assertThat(Warehouse.rows(
                        "select customer_id, charge from public.telco_billings_usage where run_id = %d order by 1"
                                .formatted(id)))
                .containsExactly("3|-0.50000000", "4|0.00000000", "5|0.00000000", "6|0.25000000");
    }

    @Test
    void fileFromTheInbox_isRejectedWithAReport_andArchivedWhenItIsReleased() throws IOException {
        Files.writeString(folders.incoming().resolve("inbox.csv"), NEGATIVE);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> files().stream()
                                .filter(file -> file.startsWith("rejected/"))
                                .count()
                        == 2);
        assertThat(files()).hasSize(2).anyMatch(file -> file.endsWith("-inbox.csv.report.txt"));
        int id = Integer.parseInt(
                Warehouse.rows("select max(id) from ingest.run").get(0));
        released(id);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> files().stream().allMatch(file -> file.startsWith("archive/")));
        assertThat(files()).singleElement().asString().endsWith("/" + id + "-inbox.csv");
    }

    private List<String> files() {
        return FilesBelow.of(folders.incoming()).stream()
                .filter(file -> file.contains("-inbox.csv"))
                .toList();
    }

    @Test
    void stage_isKeptUntilItsTime_andThenDropped() {
        int id = Api.load("kept.csv", NEGATIVE).getInt("id");
        // The reaper has had its turns when another run was taken over by it.
        Api.load("other.csv", BEFORE.replace("2026-03", "2025-03"));
        assertThat(Warehouse.count("pg_tables where tablename like 'stage\\_%d\\_%%'".formatted(id)))
                .isPositive();

        Warehouse.execute(
                "update ingest.run set held_until = clock_timestamp() - interval '1 second' where id = " + id);
        Warehouse.awaitNoStage();
        assertThat(refusal(id)).contains("was kept until", "QUALITY_HOLD");
        assertThat(Api.run(id).getString("state")).isEqualTo("FAILED");
    }

    @Test
    void release_ofWhatWasNotStopped_isRefused() {
        int loaded = Api.load("clean.csv", BEFORE.replace("2026-03", "2026-02")).getInt("id");
        assertThat(refusal(loaded)).contains("is SUCCEEDED");
        int stopped = Api.load("stopped.csv", NEGATIVE).getInt("id");
        released(stopped);
        assertThat(refusal(stopped)).contains("is SUCCEEDED_WITH_WARNINGS");
        given().post("/runs/999999/publish").then().statusCode(404);
    }

    @Test
    void validateOnly_failsWithoutKeepingAnything() {
        Api.put("validated.csv", NEGATIVE.getBytes());
        JsonPath run = Api.load(Map.of("path", "validated.csv", "validateOnly", true));
        assertThat(run.getString("error.code")).as(run.prettify()).isEqualTo("QUALITY_GATE");
        assertThat(run.getString("error.message")).doesNotContain("/publish");
        assertThat(run.getMap("hold")).isNull();
        Warehouse.awaitNoStage();
        assertThat(refusal(run.getInt("id"))).contains("is FAILED");
    }

    /** What a crash of the server does to unlogged tables. */
    @Test
    void stageThatWasLost_isNotPublished() {
        Map<String, List<String>> before = warehouse();
        int id = Api.load("lost.csv", NEGATIVE).getInt("id");
        Warehouse.rows("select tablename from pg_tables where tablename like 'stage\\_%'")
                .forEach(stage -> Warehouse.execute("truncate ingest." + stage));
        JsonPath run = released(id);
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("FAILED");
        assertThat(run.getString("error.code")).isEqualTo("BALANCE_MISMATCH");
        assertThat(warehouse()).isEqualTo(before);
        Warehouse.awaitNoStage();
        assertThat(refusal(id)).contains("is FAILED");
    }

    @Test
    void history_listsPassesToo_andCanBeNarrowed() {
        int id = Api.load("stopped.csv", NEGATIVE).getInt("id");
        JsonPath page = history("?check=negative_charge");
        assertThat(page.getList("results.runId", Integer.class)).startsWith(id).hasSize(2);
        assertThat(page.getList("results.outcome", String.class)).containsExactly("ERROR", "PASSED");
        assertThat(page.getString("results[0].file")).isEqualTo("stopped.csv");

        assertThat(history("?outcome=ERROR").getList("results")).hasSize(1);
        assertThat(history("?to=2016-01-01").getList("results")).isEmpty();
        assertThat(history("?from=2016-01-01T00:00:00Z&check=key_conflicts").getList("results"))
                .as("what PUBLISH would have checked was not checked")
                .hasSize(1);
        JsonPath first = history("?pageSize=3");
        JsonPath second = history("?pageSize=200&pageToken=" + first.getString("nextPageToken"));
        assertThat(first.getList("results").size() + second.getList("results").size())
                .isEqualTo((int) Warehouse.count("ingest.quality_result"));
        given().get("/quality?from=yesterday").then().statusCode(400);
        given().get("/quality?outcome=BAD").then().statusCode(400);
    }

    private static JsonPath released(int id) {
        given().header("X-Actor", "anna")
                .contentType("application/json")
                .body("{\"why\": \"the provider confirms it\"}")
                .post("/runs/" + id + "/publish")
                .then()
                .statusCode(202);
        return Api.finished(id);
    }

    private static String refusal(int id) {
        return given().post("/runs/" + id + "/publish")
                .then()
                .statusCode(409)
                .extract()
                .jsonPath()
                .getString("detail");
    }

    private static JsonPath history(String query) {
        return given().get("/quality" + query).then().statusCode(200).extract().jsonPath();
    }

    private static List<String> factsWithoutRuns() {
        return Warehouse.rows("""
                select customer_id, event_start_time, event_type, rate_plan_id, billing_flag_one, billing_flag_two,
                       duration, charge, month, event_uuid
                from public.telco_billings_usage
                order by event_start_time, event_uuid
                """);
    }

    private static Map<String, List<String>> warehouse() {
        Map<String, List<String>> parts =
                new LinkedHashMap<>(WarehouseSnapshot.of(Warehouse.console()).parts());
        parts.keySet().retainAll(PARTS_OF_THE_WAREHOUSE);
        return parts;
    }
}
