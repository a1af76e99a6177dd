package telco.usage.revert;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** After a revert the warehouse is as if the run had never been. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class RevertTest {

    private static final String FACTS =
            "select * from public.telco_billings_usage order by event_start_time, event_uuid";
    private static final String ROLLUP = """
            select month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge
            from ingest.usage_rollup
            order by 1, 2, 3, 4
            """;

    /** Of the first and the second of March. */
    private static final String FIRST = """
            1,2026-03-01T10:00:00.000Z,DATA,1,0,0,5.25,0.5,2026-03
            2,2026-03-02T10:00:00.000Z,SMS,,0,0,1,0,2026-03
            3,2026-03-02T11:00:00.000Z,VOICE,7,0,0,60,0,2026-03
            """;

    /** A day shared with the first, a group shared with it, a duplicate of it, and a day of its own. */
    private static final String SECOND = """
            1,2026-03-02T12:00:00.000Z,DATA,1,0,0,0.75,1.25,2026-03
            2,2026-03-02T13:00:00.000Z,SMS,,0,0,1,0,2026-03
            3,2026-03-02T11:00:00.000Z,VOICE,7,0,0,60,0,2026-03
            4,2026-03-03T10:00:00.000Z,MMS,9,0,0,1,0.1,2026-03
            """;

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @Test
    void exactlyItsRowsLeave_andTheFileMayBeLoadedAgain() {
        Api.load("first.csv", FIRST);
        List<String> facts = Warehouse.rows(FACTS);
        List<String> rollup = Warehouse.rows(ROLLUP);
        int second = Api.load("second.csv", SECOND).getInt("id");

        JsonPath reverted = revert(second, Map.of("why", "wrong operator"))
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(reverted.getString("state")).isEqualTo("REVERTED");
        assertThat(reverted.getBoolean("done")).isTrue();
        assertThat(reverted.getLong("rows.loaded")).isEqualTo(3);
        assertThat(Warehouse.rows(FACTS)).isEqualTo(facts);
        assertThat(Warehouse.rows(ROLLUP)).isEqualTo(rollup);
        assertThat(Warehouse.rows("select file_name from ingest.loaded_file")).containsExactly("first.csv");
        assertThat(Warehouse.count("pg_tables where tablename = 'telco_billings_usage_2026_03_03'"))
                .isZero();
        assertThat(Warehouse.rows("select actor, action, detail from ingest.audit where run_id = " + second
                        + " and action <> 'SUBMIT'"))
                .singleElement()
                .asString()
                .startsWith("anna|REVERT|Took the 3 rows")
                .endsWith("out of 2 days: wrong operator");
        Warehouse.assertConsistent();

        JsonPath again = Api.load(Map.of("path", "second.csv"));
        assertThat(again.getString("state")).isEqualTo("SUCCEEDED");
        assertThat(again.getLong("rows.loaded")).isEqualTo(3);
        Warehouse.assertConsistent();
    }

    @Test
    void mostOfAMonthLeaves_andADayOfItInPart() {
        int id = Api.load("first.csv", FIRST + """
                1,2026-03-01T11:00:00.000Z,DATA,1,0,0,5.25,0.5,2026-03
                2,2026-03-01T12:00:00.000Z,SMS,,0,0,1,0,2026-03
                3,2026-03-01T13:00:00.000Z,VOICE,7,0,0,60,0,2026-03
                """).getInt("id");
        Api.load("later.csv", "2,2026-03-02T13:00:00.000Z,SMS,,0,0,1,0,2026-03\n");
        Api.revert(id);
        assertThat(Warehouse.count("telco_billings_usage")).isEqualTo(1);
        Warehouse.assertConsistent();
    }

    @Test
    void rowsThatALaterRunSkipped_areNamedInAFinding() {
        int first = Api.load("first.csv", FIRST).getInt("id");
        int second = Api.load("second.csv", SECOND).getInt("id");

        JsonPath reverted = revert(first, Map.of()).statusCode(200).extract().jsonPath();

        assertThat(reverted.getString("findings[0].check")).isEqualTo("reverted_rows_skipped_later");
        assertThat(reverted.getLong("findings[0].count")).isEqualTo(1);
        assertThat(reverted.getString("findings[0].message")).contains("(" + second + ")", "force");
        assertThat(Warehouse.rows("select distinct run_id from public.telco_billings_usage"))
                .containsExactly(String.valueOf(second));
        Warehouse.assertConsistent();

        JsonPath forced = Api.load(Map.of("path", "second.csv", "force", true));
        assertThat(forced.getMap("rows")).containsEntry("loaded", 1).containsEntry("duplicateInWarehouse", 3);
        Warehouse.assertConsistent();
    }

    @Test
    void runWithoutRowsInTheWarehouse_isRefused_andNothingChanges() {
        int loaded = Api.load("first.csv", FIRST).getInt("id");
        int skipped = Api.load(Map.of("path", "first.csv")).getInt("id");
        int validated = Api.load(Map.of("path", "first.csv", "force", true, "validateOnly", true))
                .getInt("id");
        List<String> facts = Warehouse.rows(FACTS);
        for (int id : List.of(skipped, validated)) {
            assertThat(revert(id, Map.of()).statusCode(409).extract().jsonPath().getString("code"))
                    .isEqualTo("STATE_CONFLICT");
        }
        assertThat(Warehouse.rows(FACTS)).isEqualTo(facts);
        revert(loaded, Map.of()).statusCode(200);
        revert(loaded, Map.of()).statusCode(409);
        assertThat(Warehouse.count("public.telco_billings_usage")).isZero();
        assertThat(Warehouse.count("ingest.usage_rollup")).isZero();
        Warehouse.assertConsistent();
        revert(2_000_000_000, Map.of()).statusCode(404);
        revert(loaded, Map.of("why", "x".repeat(501))).statusCode(400);
    }

    @Test
    void revertThatFails_leavesTheWarehouseAsItWas() {
        int id = Api.load("first.csv", FIRST).getInt("id");
        List<String> facts = Warehouse.rows(FACTS);
        // The last that is written before the days are detached.
        Warehouse.execute(
                "alter table ingest.warehouse_version add constraint hindrance check (version < 0) not valid");
        try {
            revert(id, Map.of()).statusCode(500);
        } finally {
            Warehouse.execute("alter table ingest.warehouse_version drop constraint hindrance");
        }
        assertThat(Api.run(id).getString("state")).isEqualTo("SUCCEEDED");
        assertThat(Warehouse.rows(FACTS)).isEqualTo(facts);
        assertThat(Warehouse.count("ingest.loaded_file")).isEqualTo(1);
        Warehouse.assertConsistent();
    }

    @Test
    void dayThatSomebodysViewDependsOn_isEmptied_andGoesWithTheView() {
        int id = Api.load("first.csv", FIRST).getInt("id");
        Warehouse.execute("create view public.dependent as select * from usage_day.telco_billings_usage_2026_03_01");
        try {
            assertThat(Warehouse.count("public.dependent")).isPositive();
            revert(id, Map.of()).statusCode(200);
            assertThat(Warehouse.count("public.telco_billings_usage")).isZero();
            assertThat(Warehouse.count("public.dependent")).isZero();
        } finally {
            Warehouse.execute("drop view public.dependent");
        }
        int again = Api.load("first.csv", FIRST).getInt("id");
        revert(again, Map.of()).statusCode(200);
        Warehouse.assertConsistent();
    }

    @Test
    void dayThatADeadProcessHasLeft_goesByItself() {
        leaveDetached("detached_1_a_day");
        awaitGone("detached_1_a_day");
    }

    @Test
    void dayThatADeadProcessHasLeft_isEmptiedOnceWhenSomebodysViewDependsOnIt() {
        Warehouse.execute("""
                create table usage_day.detached_1_a_day as select 1 as customer_id;
                create view public.dependent as select * from usage_day.detached_1_a_day
                """);
        try {
            await().until(() -> Warehouse.count("public.dependent") == 0);
            List<String> emptied = Warehouse.rows("select pg_relation_filenode('usage_day.detached_1_a_day')");
            // When it has gone, somebody has looked again at all that is left.
            leaveDetached("detached_2_a_day");
            awaitGone("detached_2_a_day");
            assertThat(Warehouse.rows("select pg_relation_filenode('usage_day.detached_1_a_day')"))
                    .isEqualTo(emptied);
        } finally {
            Warehouse.execute("drop table usage_day.detached_1_a_day cascade");
        }
    }

    private static void leaveDetached(String name) {
        Warehouse.execute("create table usage_day." + name + " as select 1 as customer_id");
    }

    private static void awaitGone(String name) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Warehouse.count("pg_tables where tablename = '" + name + "'") == 0);
    }

    private static ValidatableResponse revert(int id, Map<String, Object> body) {
        return given().header("X-Actor", "anna")
                .contentType(ContentType.JSON)
                .body(body)
                .post("/runs/" + id + "/revert")
                .then();
    }
}
