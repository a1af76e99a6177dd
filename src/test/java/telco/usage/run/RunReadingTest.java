package telco.usage.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class RunReadingTest {

    private static final String[] NO_IDS = {
        "0",
        "-1",
        "+1",
        "01",
        "1.0",
        "x",
        "2147483647",
        "2147483648",
        "9223372036854775808",
        "99999999999999999999",
        "%20",
        "1%0a2",
        "%D9%A1",
        "null",
        "1'--"
    };

    @Inject
    RunFixture fixture;

    private static JsonPath get(String address) {
        return given().get(address)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .jsonPath();
    }

    @Test
    void get_showsTheWholeReport() {
        int id = fixture.finishedRun();
        Map<String, Object> run = get("/runs/" + id).getMap("$");
        assertThat(run.keySet())
                .containsExactly(
                        "id",
                        "state",
                        "done",
                        "trigger",
                        "file",
                        "force",
                        "validateOnly",
                        "priority",
                        "attempt",
                        "requestedAt",
                        "startedAt",
                        "finishedAt",
                        "rows",
                        "charge",
                        "duration",
                        "steps",
                        "findings",
                        "progress");
        assertThat(run)
                .containsEntry("id", id)
                .containsEntry("state", "SUCCEEDED_WITH_WARNINGS")
                .containsEntry("done", true)
                .containsEntry("trigger", "CLI")
                .containsEntry("file", Map.of("name", "usage.csv", "sizeBytes", 123, "sha256", "abc"))
                .containsEntry("requestedAt", "2016-03-27T00:00:00Z")
                .containsEntry("startedAt", "2016-03-27T00:00:01Z")
                .containsEntry("finishedAt", "2016-03-27T00:00:03.500Z")
                .containsEntry("progress", Map.of("bytesRead", 123, "bytesTotal", 123, "rowsRead", 4, "rowsStaged", 0));
    }

    @Test
    void get_showsRowsChargeAndDurationBySevenKeys() {
        JsonPath run = get("/runs/" + fixture.finishedRun());
        String[] keys = {
            "read", "loaded", "duplicateInFile", "duplicateInWarehouse", "conflicting", "rejected", "expired"
        };
        assertThat(run.<String, Integer>getMap("rows")).containsOnlyKeys(keys).containsEntry("read", 4);
        assertThat(run.<String, String>getMap("charge"))
                .containsOnlyKeys(keys)
                .containsEntry("read", "9489.841753")
                .containsEntry("loaded", "9486.014608")
                .containsEntry("expired", "0");
        assertThat(run.<String, String>getMap("duration"))
                .containsOnlyKeys(keys)
                .containsEntry("read", "12.5")
                .containsEntry("loaded", "12.5")
                .containsEntry("expired", "0");
    }

    @Test
    void get_aRunOfBeforeDurationsWereCounted_showsNone() {
        int id = fixture.finishedRun();
        fixture.forgetDurations(id);

        assertThat(get("/runs/" + id).getMap("$")).containsKey("charge").doesNotContainKey("duration");
    }

    @Test
    void get_showsStepsAndFindings() {
        JsonPath run = get("/runs/" + fixture.finishedRun());
        assertThat(run.<String, Object>getMap("steps[0]"))
                .containsEntry("name", "LOAD")
                .containsEntry("state", "SUCCEEDED")
                .containsEntry("startedAt", "2016-03-27T00:00:01Z")
                .containsEntry("seconds", 1.2f);
        assertThat(run.<String, Object>getMap("findings[0]"))
                .isEqualTo(Map.of(
                        "check",
                        "missing_customer_id",
                        "severity",
                        "WARNING",
                        "count",
                        3,
                        "checked",
                        4,
                        "message",
                        "Three customers are missing."));
    }

    @Test
    void get_failedRunIsFoundAndSaysWhy() {
        int id = fixture.finishedRun();
        fixture.fail(id);
        assertThat(get("/runs/" + id).<String, String>getMap("error"))
                .isEqualTo(Map.of("code", "TOO_MANY_REJECTS", "message", "Half of it is bad."));
    }

    @Test
    void get_doesNotShowWhereTheFileLies() {
        assertThat(given().get("/runs/" + fixture.finishedRun()).asString()).doesNotContain("/secret/folder");
    }

    @Test
    void runsThatAreNone() {
        for (String id : NO_IDS) {
            for (String rest : new String[] {"", "/result", "/rejects"}) {
                given().urlEncodingEnabled(false)
                        .get("/runs/" + id + rest)
                        .then()
                        .spec(problem(ProblemCode.RUN_NOT_FOUND))
                        .body("instance", equalTo("/runs/" + id + rest));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(RunState.class)
    void result_isThereOnceTheRunIsDone(RunState state) {
        if (state == RunState.QUEUED) {
            return; // A worker may take it at any moment; RUNNING shows the same.
        }
        int id = fixture.run(state, RunTrigger.INBOX);
        var answer = given().get("/runs/" + id + "/result").then();
        if (state.isDone()) {
            answer.statusCode(200).body("id", equalTo(id)).body("state", equalTo(state.name()));
        } else {
            answer.spec(problem(ProblemCode.RUN_NOT_DONE, "run " + id, state.name()))
                    .header("Retry-After", matchesPattern("[1-9][0-9]*"))
                    .body("runId", equalTo(id));
        }
    }

    @Test
    void list_pagesThroughAllRunsNewestFirst() {
        List<Integer> created = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            created.add(0, fixture.run(RunState.REVERTED, RunTrigger.REPLAY));
        }
        String address = "/runs?state=REVERTED&trigger=REPLAY&pageSize=2";
        List<Integer> seen = new ArrayList<>();
        JsonPath page = get(address);
        assertThat(page.<String, Object>getMap("$")).containsOnlyKeys("runs", "nextPageToken");
        seen.addAll(page.getList("runs.id"));
        while (page.getString("nextPageToken") != null) {
            assertThat(page.getList("runs")).hasSize(2);
            page = get(address + "&pageToken=" + page.getString("nextPageToken"));
            seen.addAll(page.getList("runs.id"));
        }
        assertThat(page.<String, Object>getMap("$")).containsOnlyKeys("runs");
        assertThat(seen).isEqualTo(created);
    }

    @Test
    void list_filtersByStateAndTrigger() {
        int wanted = fixture.run(RunState.SKIPPED_DUPLICATE, RunTrigger.UPLOAD);
        fixture.run(RunState.SKIPPED_DUPLICATE, RunTrigger.CLI);
        fixture.run(RunState.SUCCEEDED, RunTrigger.UPLOAD);
        assertThat(get("/runs?trigger=UPLOAD&state=SKIPPED_DUPLICATE").getList("runs.id"))
                .containsExactly(wanted);
    }

    @Test
    void list_hasTwentyRunsOnAPage() {
        for (int i = 0; i < 21; i++) {
            fixture.run(RunState.CANCELLED, RunTrigger.REPLAY);
        }
        assertThat(get("/runs").getList("runs")).hasSize(20);
        assertThat(get("/runs?pageSize=200&state=CANCELLED&trigger=REPLAY").getList("runs"))
                .hasSizeGreaterThanOrEqualTo(21);
    }

    @Test
    void list_behindTheLastRunIsEmpty() {
        given().get("/runs?pageToken=1").then().statusCode(200).body("nextPageToken", nullValue());
        assertThat(get("/runs?pageToken=1").getList("runs")).isEmpty();
        get("/runs?pageToken=999999999999999999");
    }

    @Test
    void list_emptyParameterIsNone() {
        fixture.run(RunState.SUCCEEDED, RunTrigger.CLI);
        assertThat(get("/runs?state=&trigger=&pageSize=&pageToken=").getList("runs"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "state, FINISHED, QUEUED",
        "state, succeeded, SUCCEEDED",
        "trigger, api, REPLAY",
        "pageSize, 0, 200",
        "pageSize, 201, 200",
        "pageSize, -1, 200",
        "pageSize, ten, 200",
        "pageSize, 1.0, 200",
        "pageSize, 99999999999999, 200",
        "pageToken, x, nextPageToken",
        "pageToken, -1, nextPageToken",
        "pageToken, 9999999999999999999, nextPageToken"
    })
    void list_badParameter(String parameter, String value, String allowed) {
        given().queryParam(parameter, value)
                .get("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, parameter + " must be ", allowed))
                .body("errors[0].field", equalTo(parameter));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/runs", "/runs/1", "/runs/1/result"})
    void acceptThatCannotBeServed(String address) {
        given().accept("text/csv").get(address).then().spec(problem(ProblemCode.NOT_ACCEPTABLE, "Accept"));
    }

    /** What a run ends with is committed at once, and read by several statements. */
    @Test
    void runThatEndsWhileItIsRead_isNotDoneWithoutItsFindings() throws SQLException {
        int run = fixture.finishedRun();
        Warehouse.execute("delete from ingest.finding where run_id = " + run);
        Warehouse.execute("update ingest.run set state = 'RUNNING' where id = " + run);
        CompletableFuture<JsonPath> answer;
        try (Connection end = Warehouse.connect();
                Statement statement = end.createStatement()) {
            end.setAutoCommit(false);
            statement.execute("lock table ingest.run in access exclusive mode");
            answer = CompletableFuture.supplyAsync(() -> get("/runs/" + run));
            await().until(() ->
                    Warehouse.count("pg_stat_activity where wait_event_type = 'Lock' and query like '%left_rejects%'")
                            > 0);
            statement.execute("insert into ingest.finding (run_id, check_name, severity, found, checked, message)"
                    + " values (" + run + ", 'last_minute', 'WARNING', 1, 1, 'Found in the end.')");
            statement.execute("update ingest.run set state = 'SUCCEEDED_WITH_WARNINGS' where id = " + run);
            end.commit();
        }
        assertThat(answer.join().getBoolean("done")).isTrue();
        assertThat(answer.join().getString("findings[0].check")).isEqualTo("last_minute");
    }
}
