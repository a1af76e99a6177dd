package telco.usage.suspense;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.Api;
import telco.usage.testing.Gate;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** A reject is open until a replay has published it or somebody has given it up, and is settled once. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class ReplayTest extends RejectedUsage {

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
}
