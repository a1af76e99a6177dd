package telco.usage.customer;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceLog;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Whom somebody had erased is nowhere in the database, and everybody else is as before. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(ErasureTest.Strict.class)
class ErasureTest extends KnownCustomer {

    /** A charge below zero stops a run. */
    public static final class Strict implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("QUALITY_LIMITS", "negative_charge=error:1");
        }
    }

    private static final String STOPPED = """
            CUSTOMER,2026-03-01T15:00:00.000Z,DATA,1,0,0,5,-0.5,2026-03
            2,2026-03-04T15:00:00.000Z,DATA,1,0,0,5,0.5,2026-03
            """;

    /** All that belongs to others. */
    private static Map<String, List<String>> others() {
        Map<String, List<String>> parts = new LinkedHashMap<>();
        for (String table : List.of(
                "public.telco_billings_usage",
                "ingest.usage_rollup",
                "ingest.usage_by_customer",
                "public.dim_customer",
                "public.dim_customer_plan")) {
            parts.put(
                    table,
                    Warehouse.rows(
                            "select * from %s where customer_id <> %s order by 1, 2, 3, 4".formatted(table, HIM)));
        }
        for (String table :
                List.of("ingest.loaded_file", "ingest.run_tally", "ingest.run_day", "ingest.quality_result")) {
            parts.put(table, Warehouse.rows("select * from " + table + " order by 1, 2"));
        }
        return parts;
    }

    private static List<String> all() {
        return List.of(
                Warehouse.rows("select * from public.telco_billings_usage order by 1, 2")
                        .toString(),
                Warehouse.rows("select * from ingest.usage_rollup order by 1, 2, 3, 4")
                        .toString(),
                Warehouse.rows("select * from ingest.reject order by 1, 2").toString(),
                Warehouse.rows("select * from ingest.reject_total order by 1, 2, 3")
                        .toString(),
                Warehouse.rows("select * from ingest.finding order by 1").toString(),
                Warehouse.rows("select * from ingest.finding_sample order by 1, 2")
                        .toString(),
                Warehouse.rows("select * from ingest.alert order by 1").toString(),
                Warehouse.rows("select id, state, error_message, held_attempt, held_until from ingest.run order by 1")
                        .toString(),
                Warehouse.rows("select tablename from pg_tables where tablename like 'stage%' order by 1")
                        .toString(),
                Warehouse.rows("select count(*) from ingest.audit").toString());
    }

    @Test
    void everythingOfHim_isGone_andTheOthersAreAsTheyWere() throws IOException {
        load("first.csv", FIRST);
        int second = load("second.csv", SECOND);
        int held = load("held.csv", STOPPED.replace("CUSTOMER", "HIM"));
        int heldOfOthers = load("other.csv", STOPPED.replace("CUSTOMER", "6"));
        Map<String, List<String>> others = others();
        long alerts = Warehouse.count("ingest.alert");
        long findings = Warehouse.count("ingest.finding");
        assertThat(placesOfHim().toString())
                .contains("telco_billings_usage", "reject.record", "finding_sample", "alert.notice", "stage_" + held);
        int logged = ServiceLog.text().length();

        JsonPath answer = erase(HIM).statusCode(200).extract().jsonPath();

        assertThat(answer.getLong("facts")).isEqualTo(5);
        assertThat(answer.getLong("rejects")).as(answer.prettify()).isEqualTo(8);
        assertThat(answer.getLong("samples")).isPositive();
        assertThat(answer.getLong("alerts")).isEqualTo(3);
        assertThat(answer.getList("heldRuns", Integer.class)).containsExactly(held);
        assertThat(answer.getList("runsUnderWay")).isEmpty();
        assertThat(placesOfHim()).isEmpty();
        assertThat(others()).isEqualTo(others);
        assertThat(ServiceLog.text().substring(logged))
                .contains("A customer was erased by anna")
                .doesNotContain(HIM);
        assertThat(Warehouse.count("ingest.alert")).isEqualTo(alerts);
        assertThat(Warehouse.count("ingest.finding")).isEqualTo(findings + 1);
        assertThat(
                        Warehouse.rows(
                                "select actor, run_id, detail from ingest.audit where action = 'ERASURE' order by id desc limit 1"))
                .singleElement()
                .asString()
                .startsWith("anna||5 events, 8 rejects")
                .endsWith(": ticket 4711");
        assertThat(Warehouse.rows(
                        "select customer_id, reason from ingest.reject where run_id = " + second + " order by 1"))
                .containsExactly("5|MONTH_MISMATCH", "|BAD_CUSTOMER_ID", "|MISSING_CUSTOMER_ID");
        assertNotReleased(held);

        given().post("/runs/" + heldOfOthers + "/publish").then().statusCode(202);
        assertThat(Api.finished(heldOfOthers).getLong("rows.loaded")).isEqualTo(2);
        Warehouse.assertConsistent();
    }

    private static void assertNotReleased(int run) {
        given().post("/runs/" + run + "/publish")
                .then()
                .spec(problem(ProblemCode.STATE_CONFLICT, "erased", "submit its file again"));
        assertThat(Api.run(run).getList("findings.check", String.class)).contains("hold_given_up");
    }

    @Test
    void revertsAndForcedLoads_workOnWhatIsLeft() {
        int first = load("first.csv", FIRST);
        int second = load("second.csv", SECOND);
        erase(HIM).statusCode(200);

        Api.revert(second);
        Warehouse.assertConsistent();
        Api.revert(first);
        assertThat(Warehouse.count("public.telco_billings_usage")).isZero();
        Warehouse.assertConsistent();

        load("first.csv", FIRST);
        assertThat(Warehouse.count("public.telco_billings_usage where customer_id = " + HIM))
                .isEqualTo(3);
        Warehouse.assertConsistent();
    }

    @Test
    void sameFileWithForce_bringsHimBack_andWithoutIsADuplicate() {
        load("first.csv", FIRST);
        erase(HIM).statusCode(200);

        assertThat(Api.load(Map.of("path", "first.csv", "maxRejectRatio", 1)).getString("state"))
                .isEqualTo("SKIPPED_DUPLICATE");
        assertThat(placesOfHim()).isEmpty();
        load("first.csv", FIRST);
        assertThat(Warehouse.count("public.telco_billings_usage where customer_id = " + HIM))
                .isEqualTo(3);
        Warehouse.assertConsistent();
    }

    @Test
    void rejectsThatAreLeft_areReplayedAndWrittenOff_andTheErasedStayCounted() {
        int run = load("second.csv", SECOND);
        String total =
                "select row_count, stored_count from ingest.reject_total where run_id = %d and reason = '%s' and state = '%s'";
        assertThat(Warehouse.rows(total.formatted(run, "MONTH_MISMATCH", "OPEN")))
                .containsExactly("2|2");
        erase(HIM).statusCode(200);
        assertThat(Warehouse.rows(total.formatted(run, "MONTH_MISMATCH", "OPEN")))
                .containsExactly("2|1");

        int replay = given().contentType("text/csv")
                .body("5,2026-03-03T11:00:00.000Z,MMS,9,0,0,1,0.5,2026-03\n".getBytes(UTF_8))
                .post("/runs/" + run + "/replay?reason=MONTH_MISMATCH")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        JsonPath replayed = Api.finished(replay);
        assertThat(replayed.getMap("replay")).isEqualTo(Map.of("runId", run, "rejects", 1, "left", 1));
        assertThat(Warehouse.rows(total.formatted(run, "MONTH_MISMATCH", "REPLAYED")))
                .containsExactly("1|1");
        assertThat(Warehouse.rows(total.formatted(run, "MONTH_MISMATCH", "OPEN")))
                .containsExactly("1|0");
        Warehouse.assertConsistent();

        given().contentType("application/json")
                .body(Map.of("reason", "MONTH_MISMATCH", "why", "erased"))
                .post("/runs/" + run + "/write-off")
                .then()
                .statusCode(200);
        assertThat(Warehouse.rows(total.formatted(run, "MONTH_MISMATCH", "WRITTEN_OFF")))
                .containsExactly("1|0");
        Api.revert(replay);
        assertThat(Warehouse.rows(total.formatted(run, "MONTH_MISMATCH", "OPEN")))
                .containsExactly("1|1");
        Warehouse.assertConsistent();
    }

    @Test
    void rejectsOfBeforeTheirCustomerWasKnown_areToldByTheirText() {
        load("second.csv", SECOND);
        Warehouse.execute("update ingest.reject set customer_id = null");
        erase(HIM).body("rejects", equalTo(6));
        Warehouse.awaitNoStage();
        assertThat(placesOfHim()).isEmpty();
        Warehouse.assertConsistent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest.audit", "ingest.warehouse_version"})
    void erasureThatFails_leavesEverythingAsItWas(String lastWritten) throws IOException {
        load("first.csv", FIRST);
        load("second.csv", SECOND);
        load("held.csv", STOPPED.replace("CUSTOMER", "HIM"));
        List<String> before = all();
        int logged = ServiceLog.text().length();
        Warehouse.execute("""
                create function ingest.hinder() returns trigger language plpgsql as $$
                begin raise exception 'no more of %s, please'; end $$;
                create trigger hindrance before insert or update on %s
                for each statement execute function ingest.hinder()
                """.formatted(HIM, lastWritten));
        try {
            erase(HIM).spec(problem(ProblemCode.INTERNAL_ERROR, "incident "));
        } finally {
            Warehouse.execute("drop function ingest.hinder() cascade");
        }
        assertThat(all()).isEqualTo(before);
        assertThat(ServiceLog.text().substring(logged))
                .contains("/customers/*/usage failed", "no more of *, please")
                .doesNotContain(HIM);
        erase(HIM).statusCode(200);
        assertThat(placesOfHim()).isEmpty();
        Warehouse.assertConsistent();
    }
}
