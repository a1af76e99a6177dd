package telco.usage.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.testing.Api;
import telco.usage.testing.Gate;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** What a caller may ask for beside a plain load, and the order in which it happens. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class RunModesTest {

    /** One of each: loaded, duplicate, conflict, reject. */
    private static final String FILE = """
            1,2026-03-01T10:00:00.000+02:00,DATA,1,0,0,5,0.5,2026-03
            1,2026-03-01T10:00:00.000+02:00,DATA,1,0,0,5,0.5,2026-03
            1,2026-03-01T10:00:00.000+02:00,DATA,1,9,0,5,0.5,2026-03
            2,2026-03-01T10:00:00.000+02:00,SMS,1,0,0,1,0,2026-03
            3,2026-03-02T10:00:00.000+02:00,VOICE,1,0,0,60,0,2026-03
            4,2026-03-02T10:00:00.000+02:00,VOICE,1,0,0,60,0,2026-03
            5,2026-03-02T10:00:00.000+02:00,VOICE,1,0,0,60,0,2026-03
            6,2026-03-02T10:00:00.000+02:00,VOICE,1,0,0,60,0,2026-03
            """;

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @Test
    void sameNameWithNewContent_isANewFile_andAFinding() {
        int first = Api.load("weekly.csv", "1,2026-03-01T10:00:00.000Z,DATA,1,0,0,5.25,0.5,2026-03\n")
                .getInt("id");
        JsonPath second = Api.load("weekly.csv", "2,2026-03-01T11:00:00.000Z,SMS,2,0,0,1,0,2026-03\n");
        assertThat(second.getString("state")).isEqualTo("SUCCEEDED");
        assertThat(second.getString("findings[0].check")).isEqualTo("file_name_reused");
        assertThat(second.getString("findings[0].severity")).isEqualTo("INFO");
        assertThat(second.getString("findings[0].message")).contains("Run " + first);
        assertThat(Warehouse.rows("select customer_id from public.telco_billings_usage order by 1"))
                .containsExactly("1", "2");
        assertThat(Warehouse.count("ingest.loaded_file where file_name = 'weekly.csv'"))
                .isEqualTo(2);
        Warehouse.assertConsistent();
    }

    @Test
    void validateOnly_reportsWhatALoadWould_andChangesNothing() {
        Api.put("validated.csv", FILE.getBytes());
        JsonPath validated = Api.load(Map.of("path", "validated.csv", "validateOnly", true));

        assertThat(validated.getBoolean("validateOnly")).isTrue();
        assertThat(validated.getLong("rows.loaded")).isEqualTo(6);
        assertThat(Warehouse.count("public.telco_billings_usage")).isZero();
        assertThat(Warehouse.count("public.analytics_usage_distribution")).isZero();
        assertThat(Warehouse.count("ingest.loaded_file")).isZero();

        JsonPath loaded = Api.load(Map.of("path", "validated.csv"));
        assertThat(loaded.getString("state")).isEqualTo("SUCCEEDED_WITH_WARNINGS");
        assertThat(validated.getMap("rows")).isEqualTo(loaded.getMap("rows"));
        assertThat(validated.getMap("charge")).isEqualTo(loaded.getMap("charge"));
        assertThat(validated.getList("findings.check")).isEqualTo(loaded.getList("findings.check"));
        assertThat(Api.rejects(validated.getInt("id")).getList("rejects"))
                .isEqualTo(Api.rejects(loaded.getInt("id")).getList("rejects"));
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(6);
        Warehouse.assertConsistent();
    }

    @Test
    void validateOnly_ofWhatIsLoaded_saysSo() {
        JsonPath loaded = Api.load("once.csv", FILE);
        JsonPath validated = Api.load(Map.of("path", "once.csv", "validateOnly", true));
        assertThat(validated.getString("state")).isEqualTo("SKIPPED_DUPLICATE");
        assertThat(validated.getInt("originalRunId")).isEqualTo(loaded.getInt("id"));
    }

    @Test
    void force_addsOnlyWhatIsMissing() {
        Api.load("forced.csv", FILE);
        Warehouse.execute("delete from public.telco_billings_usage where customer_id = 6");
        Warehouse.recount();
        JsonPath forced = Api.load(Map.of("path", "forced.csv", "force", true));
        assertThat(forced.getMap("rows"))
                .containsEntry("loaded", 1)
                .containsEntry("duplicateInFile", 1)
                .containsEntry("duplicateInWarehouse", 5)
                .containsEntry("conflicting", 1);
        Warehouse.assertConsistent();
    }

    @Test
    void queue_isWorkedOffInItsOrder() {
        List<Integer> ids = new ArrayList<>();
        try (Gate gate = Gate.closeAtWarehouse(Warehouse.console())) {
            for (int i = 0; i < 8; i++) {
                Api.put(
                        "queued-" + i + ".csv",
                        FILE.replace("2026-03", "2025-0" + (i + 1)).getBytes());
                ids.add(Api.submit(Map.of("path", "queued-" + i + ".csv")));
            }
            gate.awaitReached();
            assertThat(Api.run(ids.get(0)).getString("state")).isEqualTo("RUNNING");
            assertThat(Api.run(ids.get(1)).getString("state")).isEqualTo("QUEUED");
        }
        ids.forEach(Api::finished);
        assertThat(Warehouse.rows("select id from ingest.run order by finished_at, id"))
                .isEqualTo(ids.stream().map(String::valueOf).toList());
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(8 * 6);
        Warehouse.assertConsistent();
    }

    @Test
    void queue_isWorkedOffByPriority_theOldestFirst() {
        try (Gate gate = Gate.closeAtWarehouse(Warehouse.console())) {
            Map<String, Integer> ids = new LinkedHashMap<>();
            for (String priority : List.of("normal", "backfill", "normal", "high", "backfill", "high")) {
                String name = ids.size() + "-" + priority + ".csv";
                Api.put(
                        name,
                        FILE.replace("2026-03", "2025-0" + (ids.size() + 1)).getBytes());
                ids.put(name, Api.submit(Map.of("path", name, "priority", priority)));
                gate.awaitReached();
            }
            assertThat(Api.run(ids.get("1-backfill.csv")).getString("priority")).isEqualTo("backfill");
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> Warehouse.count("ingest.run where finished_at is null") == 0);
        assertThat(Warehouse.rows("select file_name from ingest.run order by finished_at"))
                .containsExactly(
                        "0-normal.csv", "3-high.csv", "5-high.csv", "2-normal.csv", "1-backfill.csv", "4-backfill.csv");
        Warehouse.assertConsistent();
    }

    @Test
    void stageThatWasEmptied_isNoticedByTheBalance_andTheRunIsTriedAgain() {
        Api.put("emptied.csv", FILE.getBytes());
        int id;
        try (Gate gate = Gate.closeAtWarehouse(Warehouse.console())) {
            id = Api.submit(Map.of("path", "emptied.csv"));
            gate.awaitReached();
            // What a crash of the server does to unlogged tables.
            Warehouse.rows("select tablename from pg_tables where tablename like 'stage\\_%'")
                    .forEach(stage -> Warehouse.execute("truncate ingest." + stage));
        }
        JsonPath run = Api.finished(id);
        assertThat(run.getInt("attempt")).as(run.prettify()).isEqualTo(2);
        assertThat(run.getLong("rows.loaded")).isEqualTo(6);
        Warehouse.assertConsistent();
    }

    /** Whatever changes the stage while PUBLISH waits: its rows and what LOAD added up for them are not equal any more. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from %s where customer_id = 8",
                "update %s set charge = charge + 1 where customer_id = 8",
                "update %s set duration = duration + 0.000001 where customer_id = 8"
            })
    void stageThatWasChanged_isNoticedBeforeTheCommit_andTheRunIsTriedAgain(String change) {
        Api.load("first.csv", FILE);
        Api.put("changed.csv", FILE.replaceAll("(?m)^6,", "8,").getBytes());
        int id;
        try (Gate gate = Gate.closeAtWarehouse(Warehouse.console())) {
            id = Api.submit(Map.of("path", "changed.csv"));
            gate.awaitReached();
            Warehouse.rows("select tablename from pg_tables where tablename like 'stage\\_%\\_merge\\_2026\\_03\\_02'")
                    .forEach(stage -> Warehouse.execute(change.formatted("ingest." + stage)));
        }
        JsonPath run = Api.finished(id);
        assertThat(run.getInt("attempt")).as(run.prettify()).isEqualTo(2);
        assertThat(run.getLong("rows.loaded")).isEqualTo(1);
        assertThat(Warehouse.rows("select charge from public.telco_billings_usage where customer_id = 8"))
                .containsExactly("0.00000000");
        Warehouse.assertConsistent();
    }

    @Test
    void publishThatTheDatabaseRefuses_leavesNothing_andTheReportSaysNothingOfIt() {
        Api.load("first.csv", FILE);
        Api.put("refused.csv", FILE.replaceAll("(?m)^6,", "8,").getBytes());
        Warehouse.execute("""
                create function ingest.refuse() returns trigger language plpgsql as $$
                begin
                    raise exception 'not this one';
                end
                $$;
                create trigger refuse before insert on ingest.loaded_file execute function ingest.refuse()
                """);
        JsonPath run;
        try {
            run = Api.load(Map.of("path", "refused.csv"));
        } finally {
            Warehouse.execute("drop function ingest.refuse() cascade");
        }
        assertThat(run.getString("state")).isEqualTo("FAILED");
        assertThat(run.getString("error.message")).contains("not this one");
        assertThat(run.getMap("rows"))
                .as(run.prettify())
                .containsEntry("read", 8)
                .containsEntry("loaded", 0)
                .containsEntry("conflicting", 0);
        assertThat(run.getList("findings")).isEmpty();
        assertThat(Api.rejects(run.getInt("id")).getList("rejects")).isEmpty();
        assertThat(Warehouse.count("ingest.reject_total where run_id = " + run.getInt("id")))
                .isZero();
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(6);
        Warehouse.assertConsistent();
    }

    @Test
    void leftoverOfADeadAttempt_isDropped() {
        Warehouse.execute("create table ingest.stage_2000000000_1_rollup (nothing integer)");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Warehouse.count("pg_tables where tablename = 'stage_2000000000_1_rollup'") == 0);
    }
}
