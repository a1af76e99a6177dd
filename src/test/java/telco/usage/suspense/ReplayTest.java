package telco.usage.suspense;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static telco.usage.problem.Problems.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.Api;
import telco.usage.testing.Gate;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** A reject is open until a replay has published it or somebody has given it up, and is settled once. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class ReplayTest {

    private static final String GOOD = """
            1,2026-03-01T10:00:00.000Z,DATA,1,0,0,5.25,0.5,2026-03
            2,2026-03-01T11:00:00.000Z,SMS,2,0,0,1,0,2026-03
            """;
    private static final String WRONG_MONTH = "3,2026-03-01T12:00:00.000Z,DATA,1,0,0,1,1.25,2026-04\n";
    private static final String NO_CUSTOMER = ",2026-03-01T13:00:00.000Z,DATA,1,0,0,1,2.5,2026-03\n";
    private static final String BAD_CHARGE = "5,2026-03-01T14:00:00.000Z,DATA,1,0,0,1,free,2026-03\n";
    private static final String STATES =
            "select record_number, state, replay_run_id, settled_by, why from ingest.reject where run_id = %d order by 1";
    private static final String TOTALS =
            "select reason, state, row_count, charge from ingest.reject_total where run_id = %d order by 1, 2";
    private static final Map<String, Object> LENIENT = Map.of("path", "usage.csv", "maxRejectRatio", 1);

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        Warehouse.assertConsistent();
        await().until(() -> isEmpty(directory()));
    }

    private static Path directory() {
        return Path.of(ConfigProvider.getConfig().getValue("REPLAY_DIR", String.class));
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return true;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    /** Two good rows, and one reject of each of three reasons. */
    private static int load() {
        return load(GOOD + WRONG_MONTH + NO_CUSTOMER + BAD_CHARGE);
    }

    private static int load(String content) {
        Api.put("usage.csv", content.getBytes(UTF_8));
        return Api.load(LENIENT).getInt("id");
    }

    private static ValidatableResponse replay(int run, String selection, String corrected) {
        var request = given().header("X-Actor", "anna");
        if (corrected != null) {
            request.contentType("text/csv").body(corrected.getBytes(UTF_8));
        }
        return request.post("/runs/" + run + "/replay" + selection).then();
    }

    private static JsonPath replayed(int run, String selection, String corrected) {
        return Api.finished(
                replay(run, selection, corrected).statusCode(202).extract().path("id"));
    }

    private static ValidatableResponse writeOff(int run, Object body) {
        return given().header("X-Actor", "bert")
                .contentType("application/json")
                .body(body)
                .post("/runs/" + run + "/write-off")
                .then();
    }

    private static List<String> states(int run) {
        return Warehouse.rows(STATES.formatted(run));
    }

    private static List<String> totals(int run) {
        return Warehouse.rows(TOTALS.formatted(run));
    }

    private static List<String> customers() {
        return Warehouse.rows("select customer_id from public.telco_billings_usage order by 1");
    }

    @Test
    void correctedFile_settlesTheRejectsThatItStandsFor() {
        int run = load();

        JsonPath replay = replayed(
                run,
                "",
                WRONG_MONTH.replace("2026-04", "2026-03") + "4" + NO_CUSTOMER + BAD_CHARGE.replace("free", "0.25"));

        int id = replay.getInt("id");
        assertThat(replay.getString("state")).as(replay.prettify()).isEqualTo("SUCCEEDED");
        assertThat(replay.getString("trigger")).isEqualTo("REPLAY");
        assertThat(replay.getString("file.name")).isEqualTo("run-" + run + "-rejects.csv");
        assertThat(replay.getMap("replay")).isEqualTo(Map.of("runId", run, "rejects", 3, "left", 0));
        assertThat(customers()).containsExactly("1", "2", "3", "4", "5");
        assertThat(states(run))
                .containsExactly(
                        "3|REPLAYED|" + id + "|anna|", "4|REPLAYED|" + id + "|anna|", "5|REPLAYED|" + id + "|anna|");
        assertThat(totals(run))
                .containsExactly(
                        "BAD_CHARGE|REPLAYED|1|0.00000000",
                        "MISSING_CUSTOMER_ID|REPLAYED|1|2.50000000",
                        "MONTH_MISMATCH|REPLAYED|1|1.25000000");
        assertThat(Warehouse.rows("select actor, action, detail from ingest.audit where run_id = " + id))
                .containsExactly("anna|REPLAY|Replays 3 rejects of run " + run + " with a corrected file");
        replay(run, "", null).spec(problem(ProblemCode.STATE_CONFLICT, "no open rejects"));
    }

    @Test
    void recordsThatAreRejectedAgain_areOpenInTheReplay() {
        int run = load();

        JsonPath replay = replayed(run, "", WRONG_MONTH + "4" + NO_CUSTOMER + BAD_CHARGE.replace("free", "0.25"));

        int id = replay.getInt("id");
        assertThat(replay.getMap("rows")).containsEntry("loaded", 2).containsEntry("rejected", 1);
        assertThat(states(run)).allMatch(state -> state.endsWith("|REPLAYED|" + id + "|anna|"));
        assertThat(states(id)).containsExactly("1|OPEN|||");
        assertThat(Api.rejects(id).getString("rejects[0].record")).isEqualTo(WRONG_MONTH.strip());

        JsonPath third = replayed(id, "", WRONG_MONTH.replace("2026-04", "2026-03"));
        assertThat(third.getString("state")).isEqualTo("SUCCEEDED");
        assertThat(customers()).containsExactly("1", "2", "3", "4", "5");
        assertThat(states(id)).containsExactly("1|REPLAYED|" + third.getInt("id") + "|anna|");
    }

    @Test
    void untouchedRecords_areTakenUpByReason_andStayOpenWhenAllAreRejectedAgain() {
        int run = load();

        JsonPath replay = replayed(run, "?reason=MONTH_MISMATCH", null);

        int id = replay.getInt("id");
        assertThat(replay.getMap("replay")).isEqualTo(Map.of("runId", run, "rejects", 1, "left", 0));
        assertThat(replay.getString("error.code")).isEqualTo("TOO_MANY_REJECTS");
        assertThat(replay.getString("error.message")).contains("2026-04", "The rejects of run " + run + " stay open");
        assertThat(states(run)).containsExactly("3|OPEN|" + id + "||", "4|OPEN|||", "5|OPEN|||");
        assertThat(Api.rejects(id).getString("rejects[0].record")).isEqualTo(WRONG_MONTH.strip());
    }

    @Test
    void untouchedRecords_loadOnceWhatStoodAgainstThemIsGone() {
        int first = load(GOOD);
        String conflicting = GOOD.replace("5.25", "6");
        int second = load(conflicting);
        assertThat(states(second)).containsExactly("1|OPEN|||");
        given().post("/runs/" + first + "/revert").then().statusCode(200);

        JsonPath replay = replayed(second, "?reason=KEY_CONFLICT", null);

        assertThat(replay.getString("state")).isEqualTo("SUCCEEDED");
        assertThat(Warehouse.rows("select duration from public.telco_billings_usage where customer_id = 1"))
                .containsExactly("6");
        assertThat(states(second)).containsExactly("1|REPLAYED|" + replay.getInt("id") + "|anna|");
    }

    @Test
    void header_comesWithTheUntouchedRecords() {
        String header =
                "month,charge,duration,billing_flag_two,billing_flag_one,rate_plan_id,event_type,event_start_time,customer_id\n";
        String good = "2026-03,0.5,1,0,0,1,DATA,2026-03-01T10:00:00.000Z,1\n";
        String wrong = "2026-04,0.5,1,0,0,1,DATA,2026-03-01T10:00:00.000Z,2\n";
        int run = load(header + good + wrong);

        JsonPath replay = replayed(run, "", null);

        assertThat(replay.getMap("rows")).containsEntry("read", 1).containsEntry("rejected", 1);
        assertThat(Api.rejects(replay.getInt("id")).getString("rejects[0].reason"))
                .isEqualTo("MONTH_MISMATCH");
    }

    @Test
    void replayThatFails_leavesTheRejectsOpen() {
        int run = load();

        JsonPath replay = replayed(run, "", "1,2\n3,4\n");

        assertThat(replay.getString("error.code")).isEqualTo("WRONG_COLUMN_COUNT");
        assertThat(customers()).containsExactly("1", "2");
        int id = replay.getInt("id");
        assertThat(states(run)).containsExactly("3|OPEN|" + id + "||", "4|OPEN|" + id + "||", "5|OPEN|" + id + "||");
        assertThat(Api.rejects(run).getList("totals.state", String.class)).containsOnly("OPEN");
    }

    @Test
    void anotherNumberOfRecords_isAFinding() {
        int run = load();
        JsonPath replay = replayed(run, "", "4" + NO_CUSTOMER);
        assertThat(replay.getString("state")).isEqualTo("SUCCEEDED_WITH_WARNINGS");
        assertThat(replay.getString("findings[0].check")).isEqualTo("replayed_records_differ");
        assertThat(replay.getLong("findings[0].count")).isEqualTo(2);
        assertThat(replay.getString("findings[0].message")).contains("1 records", "3 rejects of run " + run);
    }

    @Test
    void revertOfAReplay_opensWhatItHadSettled() {
        int run = load();
        List<String> openTotals = totals(run);
        int replay = replayed(run, "", "4" + NO_CUSTOMER).getInt("id");
        assertThat(customers()).containsExactly("1", "2", "4");

        given().post("/runs/" + replay + "/revert").then().statusCode(200);

        assertThat(customers()).containsExactly("1", "2");
        assertThat(states(run))
                .containsExactly("3|OPEN|" + replay + "||", "4|OPEN|" + replay + "||", "5|OPEN|" + replay + "||");
        assertThat(totals(run)).isEqualTo(openTotals);
        assertThat(replayed(run, "", "4" + NO_CUSTOMER).getBoolean("done")).isTrue();
        assertThat(customers()).containsExactly("1", "2", "4");
    }

    @Test
    void revertOfTheOrigin_leavesWhatItsReplayHasLoaded_andSaysSo() {
        int run = load();
        int replay = replayed(run, "", "4" + NO_CUSTOMER).getInt("id");

        JsonPath reverted = given().post("/runs/" + run + "/revert")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(customers()).containsExactly("4");
        assertThat(reverted.getString("findings.find { it.check == 'replays_stay' }.message"))
                .contains("(" + replay + ")", "revert them too");
    }

    @Test
    void contentThatWasLoadedBefore_isNoReasonToLeaveTheRejectsOpen() {
        int run = load();
        String corrected = "4" + NO_CUSTOMER;
        Api.load("corrected.csv", corrected);

        JsonPath replay = replayed(run, "?reason=MISSING_CUSTOMER_ID", corrected);

        assertThat(replay.getMap("rows"))
                .containsEntry("duplicateInWarehouse", 1)
                .containsEntry("loaded", 0);
        assertThat(states(run).get(1)).startsWith("4|REPLAYED|");
    }

    @Test
    void whileAReplayIsUnderWay_nothingElseSettlesThem() {
        int run = load();
        int replay;
        try (Gate gate = Gate.closeAtWarehouse(Warehouse.console())) {
            replay =
                    replay(run, "", "4" + NO_CUSTOMER).statusCode(202).extract().path("id");
            gate.awaitReached();
            replay(run, "", null).spec(problem(ProblemCode.STATE_CONFLICT, "run " + replay + " is still replaying"));
            writeOff(run, Map.of("reason", "BAD_CHARGE", "why", "x"))
                    .spec(problem(ProblemCode.STATE_CONFLICT, "run " + replay));
            assertThat(states(run)).allMatch(state -> state.contains("|OPEN|"));
        }
        Api.finished(replay);
        assertThat(states(run)).allMatch(state -> state.contains("|REPLAYED|"));
    }

    @Test
    void runWhoseRejectsAreBeingReplayed_isNotReverted() {
        int run = load();
        Warehouse.execute("""
                insert into ingest.run
                    (state, trigger, file_name, file_path, size_bytes, force, validate_only, replayed_run_id,
                     replayed_rejects, left_rejects, requested_at, available_at)
                values ('QUEUED', 'REPLAY', 'rejects.csv', '/nowhere/rejects.csv', 1, false, false, %d, 3, 0, now(),
                        'infinity')
                """.formatted(run));
        given().post("/runs/" + run + "/revert").then().spec(problem(ProblemCode.STATE_CONFLICT, "is still replaying"));
        assertThat(Api.run(run).getString("state")).isEqualTo("SUCCEEDED_WITH_WARNINGS");
        assertThat(customers()).containsExactly("1", "2");
    }

    @Test
    void writeOff_namesWhoAndWhy_andIsDoneOnce() {
        int run = load();

        JsonPath answer = writeOff(run, Map.of("reason", "BAD_CHARGE", "why", " test calls "))
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(answer.getInt("runId")).isEqualTo(run);
        assertThat(answer.getString("totals.find { it.reason == 'BAD_CHARGE' }.state"))
                .isEqualTo("WRITTEN_OFF");
        assertThat(states(run)).containsExactly("3|OPEN|||", "4|OPEN|||", "5|WRITTEN_OFF||bert|test calls");
        JsonPath listed = given().get("/runs/" + run + "/rejects?state=WRITTEN_OFF")
                .then()
                .extract()
                .jsonPath();
        assertThat(listed.getString("rejects[0].settledBy")).isEqualTo("bert");
        assertThat(listed.getString("rejects[0].why")).isEqualTo("test calls");
        assertThat(listed.getString("rejects[0].settledAt")).isNotBlank();
        assertThat(Warehouse.rows("select actor, action, detail from ingest.audit where run_id = " + run))
                .containsExactly(
                        "bert|WRITE_OFF|Wrote off 1 rejects with reason BAD_CHARGE and a charge of 0: test calls");
        writeOff(run, Map.of("reason", "BAD_CHARGE", "why", "again"))
                .spec(problem(ProblemCode.STATE_CONFLICT, "no open rejects"));
        assertThat(replayed(run, "", null).getInt("replay.rejects")).isEqualTo(2);
    }

    @Test
    void writeOff_wrongBody() {
        int run = load();
        writeOff(run, Map.of("why", "x")).spec(problem(ProblemCode.INVALID_REQUEST, "reason", "BAD_CHARGE"));
        writeOff(run, Map.of("reason", "NONSENSE", "why", "x")).spec(problem(ProblemCode.INVALID_REQUEST, "reason"));
        for (String why : new String[] {"", "  ", "x".repeat(501)}) {
            writeOff(run, Map.of("reason", "BAD_CHARGE", "why", why)).spec(problem(ProblemCode.INVALID_REQUEST, "why"));
        }
        writeOff(run, Map.of("reason", "BAD_CHARGE")).spec(problem(ProblemCode.INVALID_REQUEST, "why"));
        assertThat(states(run)).allMatch(state -> state.contains("|OPEN|"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"validated", "failed", "reverted"})
    void runWithoutRowsInTheWarehouse_hasNothingToSettle(String kind) {
        Api.put("usage.csv", (GOOD + WRONG_MONTH).getBytes(UTF_8));
        int run = switch (kind) {
            case "validated" ->
                Api.load(Map.of("path", "usage.csv", "maxRejectRatio", 1, "validateOnly", true))
                        .getInt("id");
            case "failed" ->
                Api.load(Map.of("path", "usage.csv", "maxRejects", 0)).getInt("id");
            default -> reverted(Api.load(LENIENT).getInt("id"));
        };
        replay(run, "", null).spec(problem(ProblemCode.STATE_CONFLICT, "whole file"));
        writeOff(run, Map.of("reason", "MONTH_MISMATCH", "why", "x"))
                .spec(problem(ProblemCode.STATE_CONFLICT, "whole file"));
        assertThat(Warehouse.count("ingest.run")).isEqualTo(1);
    }

    private static int reverted(int run) {
        given().post("/runs/" + run + "/revert").then().statusCode(200);
        return run;
    }

    @Test
    void repeatedRequest_isTheSameReplay() {
        int run = load();
        String corrected = "4" + NO_CUSTOMER;
        int replay = keyed(run, "?reason=MISSING_CUSTOMER_ID", corrected)
                .statusCode(202)
                .extract()
                .path("id");
        Api.finished(replay);

        keyed(run, "?reason=MISSING_CUSTOMER_ID", corrected)
                .statusCode(202)
                .header("Location", equalTo("/runs/" + replay))
                .header("Idempotency-Replayed", equalTo("true"));
        keyed(run, "", corrected).spec(problem(ProblemCode.IDEMPOTENCY_KEY_REUSED, "run " + replay));
        keyed(run, "?reason=MISSING_CUSTOMER_ID", "5" + NO_CUSTOMER)
                .spec(problem(ProblemCode.IDEMPOTENCY_KEY_REUSED, "run " + replay));
        assertThat(Warehouse.count("ingest.run")).isEqualTo(2);
        assertThat(customers()).containsExactly("1", "2", "4");
    }

    private static ValidatableResponse keyed(int run, String selection, String corrected) {
        return given().header("Idempotency-Key", "replay of " + run)
                .contentType("text/csv")
                .body(corrected.getBytes(UTF_8))
                .post("/runs/" + run + "/replay" + selection)
                .then();
    }

    @Test
    void wrongRequests_changeNothing() {
        int run = load();
        replay(run, "?reason=nonsense", null).spec(problem(ProblemCode.INVALID_REQUEST, "reason"));
        replay(2_000_000_000, "", null).spec(problem(ProblemCode.RUN_NOT_FOUND));
        given().contentType("application/json")
                .body("{}")
                .post("/runs/" + run + "/replay")
                .then()
                .spec(problem(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "text/csv"));
        given().contentType("text/csv")
                .body(new byte[0])
                .post("/runs/" + run + "/replay")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "empty"));
        assertThat(states(run)).allMatch(state -> state.endsWith("|OPEN|||"));
        assertThat(Warehouse.count("ingest.run")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bodyThatIsTooLarge_isNotKept(boolean announced) throws IOException, InterruptedException {
        int run = load();
        byte[] body = new byte[(int) mostBytes() + 1];
        BodyPublisher publisher = announced
                ? BodyPublishers.ofByteArray(body)
                : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        RestAssured.baseURI + ":" + RestAssured.port + "/runs/" + run + "/replay"))
                                .version(HttpClient.Version.HTTP_1_1)
                                .timeout(Duration.ofSeconds(30))
                                .header("Content-Type", "text/csv")
                                .POST(publisher)
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("PAYLOAD_TOO_LARGE");
        assertThat(Warehouse.count("ingest.run")).isEqualTo(1);
    }

    private static long mostBytes() {
        return ConfigProvider.getConfig()
                .getValue("telco.upload.max-size", MemorySize.class)
                .asLongValue();
    }

    @Test
    void bodyThatBreaksOff_isNotKept() throws IOException {
        int run = load();
        try (Socket caller = new Socket("localhost", RestAssured.port)) {
            caller.getOutputStream()
                    .write(("POST /runs/" + run + "/replay HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
                                    + "Content-Length: 1000\r\n\r\n" + NO_CUSTOMER)
                            .getBytes(UTF_8));
            await().until(() -> !isEmpty(directory()));
        }
        await().until(() -> isEmpty(directory()));
        assertThat(Warehouse.count("ingest.run")).isEqualTo(1);
        assertThat(states(run)).allMatch(state -> state.endsWith("|OPEN|||"));
    }

    @Test
    void sameNameWithNewContent_isANewFile_andAFinding() {
        int first = Api.load("weekly.csv", GOOD).getInt("id");
        JsonPath second = Api.load("weekly.csv", "4" + NO_CUSTOMER);
        assertThat(second.getString("state")).isEqualTo("SUCCEEDED");
        assertThat(second.getString("findings[0].check")).isEqualTo("file_name_reused");
        assertThat(second.getString("findings[0].severity")).isEqualTo("INFO");
        assertThat(second.getString("findings[0].message")).contains("Run " + first);
        assertThat(customers()).containsExactly("1", "2", "4");
        assertThat(Warehouse.count("ingest.loaded_file where file_name = 'weekly.csv'"))
                .isEqualTo(2);
    }
}
