package telco.usage.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** What can pass is tried again, a set number of times; what cannot fails at once; what is published stays so. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class RetryTest {

    private static final int MAX_ATTEMPTS = 3;
    private static final int ALWAYS = 1_000;

    private static final String FILE = """
            1,2026-03-01T10:00:00.000Z,DATA,1,0,0,5,0.5,2026-03
            2,2026-03-02T10:00:00.000Z,SMS,1,0,0,1,0,2026-03
            """;

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @AfterEach
    void heal() {
        Warehouse.execute("drop function if exists ingest.fail() cascade; drop sequence if exists ingest.failures");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"08006", "25006", "40001", "40P01", "53100", "53200", "53300", "55P03", "57014", "57P03", "58030"
            })
    void whatCanPass_isTriedAgain(String sqlState) {
        fail("ingest.loaded_file", "", 1, sqlState);
        JsonPath run = Api.load("passing.csv", FILE);
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("SUCCEEDED");
        assertThat(run.getInt("attempt")).isEqualTo(2);
        assertLoaded();
    }

    @Test
    void whatDoesNotPass_failsAfterTheLastAttempt_andNamesTheCause() {
        fail("ingest.loaded_file", "", ALWAYS, "53100");
        JsonPath run = Api.load("full.csv", FILE);
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("FAILED");
        assertThat(run.getInt("attempt")).isEqualTo(MAX_ATTEMPTS);
        assertThat(run.getString("error.code")).isEqualTo("DATABASE_ERROR");
        assertThat(run.getString("error.message")).contains("failure on purpose");
        assertNothingLoaded();
        heal();
        assertThat(Api.load(Map.of("path", "full.csv")).getString("state")).isEqualTo("SUCCEEDED");
        assertLoaded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23514", "42501", "P0001"})
    void whatCannotPass_failsAtOnce(String sqlState) {
        fail("ingest.loaded_file", "", 1, sqlState);
        JsonPath run = Api.load("refused.csv", FILE);
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("FAILED");
        assertThat(run.getInt("attempt")).isEqualTo(1);
        assertThat(run.getString("error.code")).isEqualTo("DATABASE_ERROR");
        assertNothingLoaded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"53100", "23514"})
    void failureBehindTheCommit_doesNotFailTheRun(String sqlState) {
        fail("ingest.run_step", "when (new.name = 'RETENTION')", ALWAYS, sqlState);
        JsonPath run = Api.load("published.csv", FILE);
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("SUCCEEDED_WITH_WARNINGS");
        assertThat(run.getMap("error")).isNull();
        assertThat(run.getList("findings.check")).containsExactly("failed_after_publishing");
        assertThat(run.getString("findings[0].message")).contains("failure on purpose");
        assertLoaded();
    }

    @Test
    void spoolThatCannotBeUsed_isTriedAgain() throws IOException {
        Path spool = Path.of(ConfigProvider.getConfig().getValue("SPOOL_DIR", String.class));
        Files.deleteIfExists(spool);
        Files.createFile(spool);
        holdNextAttempt();
        int id;
        try {
            Api.put("spooled.csv", FILE.getBytes());
            id = Api.submit(Map.of("path", "spooled.csv"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Warehouse.count("ingest.run where state = 'QUEUED' and attempt = 1") == 1);
        } finally {
            Files.delete(spool);
        }
        Warehouse.execute("update ingest.run set available_at = clock_timestamp()");
        JsonPath run = Api.finished(id);
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("SUCCEEDED");
        assertThat(run.getInt("attempt")).isEqualTo(2);
        assertLoaded();
    }

    /** A run that is handed back waits until a test lets it go on. */
    private static void holdNextAttempt() {
        Warehouse.execute("""
                create function ingest.fail() returns trigger language plpgsql as $$
                begin
                    new.available_at := 'infinity';
                    return new;
                end
                $$;
                create trigger hold before update of state on ingest.run
                    for each row when (new.state = 'QUEUED') execute function ingest.fail()
                """);
    }

    /** The table refuses its next rows; a sequence counts, for that is not rolled back with them. */
    private static void fail(String table, String when, int times, String sqlState) {
        Warehouse.execute("create sequence ingest.failures");
        Warehouse.execute("""
                create function ingest.fail() returns trigger language plpgsql as $$
                begin
                    if nextval('ingest.failures') <= tg_argv[0]::integer then
                        raise exception 'failure on purpose' using errcode = tg_argv[1];
                    end if;
                    return new;
                end
                $$
                """);
        Warehouse.execute(
                "create trigger fail before insert on %s for each row %s execute function ingest.fail('%d', '%s')"
                        .formatted(table, when, times, sqlState));
    }

    private static void assertLoaded() {
        assertThat(Warehouse.rows("select customer_id from public.telco_billings_usage order by 1"))
                .containsExactly("1", "2");
        assertThat(Warehouse.count("ingest.loaded_file")).isEqualTo(1);
        Warehouse.assertConsistent();
    }

    private static void assertNothingLoaded() {
        assertThat(Warehouse.count("public.telco_billings_usage")).isZero();
        assertThat(Warehouse.count("ingest.usage_rollup")).isZero();
        assertThat(Warehouse.count("ingest.loaded_file")).isZero();
        Warehouse.assertConsistent();
    }
}
