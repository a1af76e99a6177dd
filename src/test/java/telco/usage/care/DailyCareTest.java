package telco.usage.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.sample.SampleSpec;
import telco.usage.sample.UsageGenerator;
import telco.usage.testing.Api;
import telco.usage.testing.Gate;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** What the daily care does, and what it leaves alone. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class DailyCareTest {

    private static final Duration DAY = Duration.ofHours(24);
    private static final String DAY_TABLE = "usage_day.telco_billings_usage_2026_01_03";

    /** Days on whose pages there is something that not everybody sees as it is: dead rows above all. */
    private static final String UNTIDY_DAYS =
            "pg_class where relname ~ '^telco_billings_usage_2' and relkind = 'r' and relallvisible < relpages";

    private static final String DAYS_WITH_DEAD_ROWS =
            "pg_stat_user_tables where schemaname = 'usage_day' and n_dead_tup > 0";

    private static final String DAYS = "pg_tables where schemaname = 'usage_day'";

    @Inject
    DailyCare care;

    @Inject
    AgroalDataSource connections;

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
        Warehouse.execute("update ingest.care set began_at = clock_timestamp()");
    }

    private static byte[] week(long seed, int rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new UsageGenerator(SampleSpec.of(YearMonth.of(2026, 1), 1, rows)
                        .withSeed(seed)
                        .withPopulation(500, 50)
                        .withNotAfter(Instant.parse("2026-01-07T22:00:00Z")))
                .writeTo(bytes);
        return bytes.toByteArray();
    }

    /** Deletes some rows of each day through the service, and waits until the database has counted them. */
    private void leaveDeadRows() throws IOException {
        Api.load("week.csv", week(1, 20_000));
        Api.revert(Api.load("few.csv", week(2, 500)).getInt("id"));
        // Before PostgreSQL 15 a connection that idles keeps its counts to itself until it is used again or closed.
        connections.flush(AgroalDataSource.FlushMode.GRACEFUL);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Warehouse.count(DAYS_WITH_DEAD_ROWS) == Warehouse.count(DAYS));
    }

    @Test
    void deletedRows_leaveTheirTables() throws IOException {
        leaveDeadRows();
        care.perform();
        await().atMost(Duration.ofSeconds(30)).until(() -> Warehouse.count(DAYS_WITH_DEAD_ROWS) == 0);
        assertThat(Warehouse.count(UNTIDY_DAYS)).isZero();
        Warehouse.assertConsistent();
    }

    @Test
    void tableThatSomebodyHas_isSkippedAndDoneTheNextTime() throws IOException, SQLException {
        leaveDeadRows();
        try (Connection other = Warehouse.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table " + DAY_TABLE + " in share update exclusive mode");
            care.perform();
            assertThat(Warehouse.count(UNTIDY_DAYS)).isEqualTo(1);
            other.rollback();
        }
        care.perform();
        assertThat(Warehouse.count(UNTIDY_DAYS)).isZero();
    }

    @Test
    void allFacts_haveStatisticsAgain() throws IOException {
        Api.load("week.csv", week(1, 20_000));
        Api.load("other.csv", rows("FAX", 4_000));
        care.perform();
        assertThat(Warehouse.rows("""
                                select most_common_vals::text like '%FAX%'
                                from pg_stats
                                where schemaname = 'public' and tablename = 'telco_billings_usage' and inherited
                                  and attname = 'event_type'
                                """)).containsExactly("t");
    }

    private static String rows(String type, int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("%d,2026-02-10T10:00:00Z,%s,1,0,0,1,1,2026-02%n".formatted(10 + i, type));
        }
        return lines.toString();
    }

    @Test
    void loadsAndRetirementBesideIt_areNotDisturbed() throws Exception {
        ExecutorService caretaker = Executors.newSingleThreadExecutor();
        AtomicBoolean enough = new AtomicBoolean();
        try {
            Future<?> caring = caretaker.submit(() -> {
                while (!enough.get()) {
                    care.perform();
                }
            });
            for (int seed = 1; seed <= 6; seed++) {
                JsonPath run = Api.load("week" + seed + ".csv", week(seed, 5_000));
                assertThat(run.getString("state")).startsWith("SUCCEEDED");
                if (seed % 2 == 0) {
                    Api.revert(run.getInt("id"));
                }
            }
            enough.set(true);
            caring.get(60, TimeUnit.SECONDS);
        } finally {
            enough.set(true);
            caretaker.shutdown();
        }
        Warehouse.assertConsistent();
    }

    @Test
    void oneInstanceDoesIt_onceInAnInterval() {
        assertThat(care.isDue(DAY)).isFalse();
        Warehouse.execute("update ingest.care set began_at = clock_timestamp() - interval '25 hours'");
        assertThat(care.isDue(DAY)).isTrue();
        assertThat(care.isDue(DAY)).as("for another instance").isFalse();
    }

    @Test
    void runUnderWay_isWaitedFor_butNotForEver() throws IOException {
        Api.put("held.csv", week(1, 100));
        int id;
        try (Gate gate = Gate.closeAtWarehouse(Warehouse.console())) {
            id = Api.submit(Map.of("path", "held.csv"));
            gate.awaitReached();
            Warehouse.execute("update ingest.care set began_at = clock_timestamp() - interval '25 hours'");
            assertThat(care.isDue(DAY)).isFalse();
            Warehouse.execute("update ingest.care set began_at = clock_timestamp() - interval '49 hours'");
            assertThat(care.isDue(DAY)).isTrue();
        }
        Api.finished(id);
    }
}
