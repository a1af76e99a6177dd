package telco.usage.customer;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.Api;
import telco.usage.testing.Gate;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Whom somebody had erased is nowhere in the database, and everybody else is as before. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(ErasureTest.Strict.class)
class ErasureTest {

    /** A charge below zero stops a run. */
    public static final class Strict implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("QUALITY_LIMITS", "negative_charge=error:1");
        }
    }

    /** A number that nothing else has by chance. */
    private static final String HIM = "987654321";

    /** Two days; on the second he contradicts himself, and an unknown type makes him a sample. */
    private static final String FIRST = """
            HIM,2026-03-01T10:00:00.000Z,DATA,1,0,0,5.25,0.5,2026-03
            2,2026-03-01T11:00:00.000Z,SMS,,0,0,1,0,2026-03
            HIM,2026-03-02T10:00:00.000Z,VOICE,7,0,0,60,0,2026-03
            HIM,2026-03-02T10:00:00.000Z,VOICE,7,0,0,61,0,2026-03
            HIM,2026-03-02T11:00:00.000Z,RCS,8,0,0,1,1.25,2026-03
            3,2026-03-02T11:00:00.000Z,VOICE,7,0,0,60,0,2026-03
            3,2026-03-02T12:00:00.000Z,RCS,7,0,0,60,0,2026-03
            """;

    /** Late rows, a duplicate, a conflict with the warehouse, rejects of several reasons, and a day that is new. */
    private static final String SECOND = """
            HIM,2026-03-01T12:00:00.000Z,DATA,1,0,0,5,2.5,2026-03
            2,2026-03-01T12:00:00.000Z,DATA,1,0,0,5,0.25,2026-03
            HIM,2026-03-01T10:00:00.000Z,DATA,1,0,0,5.25,0.5,2026-03
            HIM,2026-03-02T10:00:00.000Z,VOICE,7,9,0,60,0,2026-03
            HIM,2026-03-03T10:00:00.000Z,MMS,9,0,0,1,0.1,2026-03
            4,2026-03-03T10:00:00.000Z,MMS,9,0,0,1,0.1,2026-03
            HIM,2026-03-03T11:00:00.000Z,MMS,9,0,0,1,0.75,2026-04
            HIM,2026-03-03T11:00:00.000Z,MMS
             HIM,2026-03-03T12:00:00.000Z,MMS,9,0,0,1,0.1,2026-03
            ,2026-03-03T12:00:00.000Z,MMS,HIM,0,0,1,0.1,2026-03
            HIM,2026-03-03T13:00:00.000Z,M\u00e9S,9,0,0,1,0.1,2026-03
            HIM,2026-03-03T14:00:00.000Z,M\u0000S,9,0,0,1,0.1,2026-03
            5,2026-03-03T11:00:00.000Z,MMS,9,0,0,1,0.5,2026-04
            HIM0,2026-03-03T11:00:00.000Z,MMS,9,0,0,1,0.5,2026-04
            ,2026-03-03T12:00:00.000Z,MMS,HIM5,0,0,1,0.1,2026-03
            """;

    private static final String STOPPED = """
            CUSTOMER,2026-03-01T15:00:00.000Z,DATA,1,0,0,5,-0.5,2026-03
            2,2026-03-04T15:00:00.000Z,DATA,1,0,0,5,0.5,2026-03
            """;

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    private static int load(String name, String content) {
        Api.put(name, content.replace("HIM", HIM).getBytes(ISO_8859_1));
        return Api.load(Map.of("path", name, "maxRejectRatio", 1, "force", true))
                .getInt("id");
    }

    private static ValidatableResponse erase(String customer) {
        return given().header("X-Actor", "anna")
                .contentType("application/json")
                .body("{\"why\": \"ticket 4711\"}")
                .delete("/customers/" + customer + "/usage")
                .then();
    }

    /** Every value of every table in which the number stands, as table.column and how often. */
    private static List<String> placesOfHim() {
        List<String> places = new ArrayList<>();
        for (String column : Warehouse.rows("""
                select format('%I.%I', c.table_schema, c.table_name), format('%I', c.column_name), c.data_type
                from information_schema.columns c
                join information_schema.tables t using (table_schema, table_name)
                where c.table_schema in ('public', 'ingest', 'usage_day') and t.table_type = 'BASE TABLE'
                """)) {
            String[] parts = column.split("\\|");
            String text = parts[2].equals("bytea") ? "encode(%s, 'escape')".formatted(parts[1]) : parts[1] + "::text";
            // What only begins like it belongs to others.
            long found = Warehouse.count("%s where %s ~ '%s($|[^0-9])'".formatted(parts[0], text, HIM));
            if (found > 0) {
                places.add(parts[0] + "." + parts[1] + " " + found);
            }
        }
        return places;
    }

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

    private static String log() throws IOException {
        return Files.readString(Path.of(ConfigProvider.getConfig().getValue("LOG_FILE", String.class)));
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
        int logged = log().length();

        JsonPath answer = erase(HIM).statusCode(200).extract().jsonPath();

        assertThat(answer.getLong("facts")).isEqualTo(5);
        assertThat(answer.getLong("rejects")).as(answer.prettify()).isEqualTo(8);
        assertThat(answer.getLong("samples")).isPositive();
        assertThat(answer.getLong("alerts")).isEqualTo(3);
        assertThat(answer.getList("heldRuns", Integer.class)).containsExactly(held);
        assertThat(answer.getList("runsUnderWay")).isEmpty();
        assertThat(placesOfHim()).isEmpty();
        assertThat(others()).isEqualTo(others);
        assertThat(log().substring(logged))
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
        Warehouse.awaitNoStage();
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
        int logged = log().length();
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
        assertThat(log().substring(logged))
                .contains("/customers/*/usage failed", "no more of *, please")
                .doesNotContain(HIM);
        erase(HIM).statusCode(200);
        assertThat(placesOfHim()).isEmpty();
        Warehouse.assertConsistent();
    }

    @Test
    void nobodyKnowsHim_isNoError() {
        load("first.csv", FIRST);
        erase(HIM).statusCode(200);
        JsonPath again = erase(HIM).statusCode(200).extract().jsonPath();
        assertThat(again.getMap(""))
                .isEqualTo(Map.of(
                        "facts",
                        0,
                        "rejects",
                        0,
                        "samples",
                        0,
                        "alerts",
                        0,
                        "heldRuns",
                        List.of(),
                        "runsUnderWay",
                        List.of()));
        given().delete("/customers/-5/usage").then().statusCode(200);
        Warehouse.assertConsistent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.5", "007", "-0", "+1", "2147483648", "-2147483649", "99999999999"})
    void whatIsNoNumberOfACustomer_isRefused(String id) {
        erase(id).spec(problem(ProblemCode.INVALID_REQUEST, "id must be a whole number"));
    }

    @Test
    void reasonOrActorThatNamesHim_isRefused() {
        String address = "/customers/" + HIM + "/usage";
        given().contentType("application/json")
                .body(Map.of("why", "he, " + HIM + ", wants it"))
                .delete(address)
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "why must not contain"));
        given().header("X-Actor", HIM)
                .delete(address)
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "X-Actor must not contain"));
        given().contentType("application/json")
                .body(Map.of("why", "ticket " + HIM + "0"))
                .delete(address)
                .then()
                .statusCode(200);
        given().contentType("application/json")
                .body(Map.of("reason", "x"))
                .delete(address)
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "reason is no field"));
    }

    @Test
    void replayThatIsNotDone_isWaitedFor() {
        int run = load("second.csv", SECOND);
        Gate.build(Warehouse.console());
        try {
            int replay;
            try (Gate gate = Gate.close(Warehouse.console(), Gate.Place.LOAD)) {
                replay = given().post("/runs/" + run + "/replay")
                        .then()
                        .statusCode(202)
                        .extract()
                        .path("id");
                gate.awaitReached();
                erase(HIM).spec(problem(ProblemCode.STATE_CONFLICT, "run " + replay + " is still replaying"));
                erase("4").body("runsUnderWay", contains(replay));
            }
            Api.finished(replay);
        } finally {
            Gate.demolish(Warehouse.console());
        }
        erase(HIM).statusCode(200);
        assertThat(placesOfHim()).isEmpty();
        Warehouse.assertConsistent();
    }

    @Test
    void runThatHasPublishedAndIsNotDone_isWaitedFor() {
        Api.put("first.csv", FIRST.replace("HIM", HIM).getBytes(UTF_8));
        Gate.build(Warehouse.console());
        try {
            int run;
            try (Gate gate = Gate.close(Warehouse.console(), Gate.Place.RETENTION)) {
                run = Api.submit(Map.of("path", "first.csv", "maxRejectRatio", 1));
                gate.awaitReached();
                erase(HIM).spec(problem(ProblemCode.STATE_CONFLICT, "run " + run, "is not done yet"));
            }
            Api.finished(run);
        } finally {
            Gate.demolish(Warehouse.console());
        }
        erase(HIM).statusCode(200);
        assertThat(placesOfHim()).isEmpty();
        Warehouse.assertConsistent();
    }
}
