package telco.usage.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.sample.SampleSpec;
import telco.usage.sample.UsageGenerator;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** What the planner knows seconds after a run. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class StatisticsTest {

    private static final Instant WEEK_END = Instant.parse("2026-01-07T22:00:00Z");

    /** Days whose number of rows the planner misjudges by more than a tenth, or of whose columns it knows nothing. */
    private static final String UNKNOWN_DAYS = """
            select d.day, d.event_count, c.reltuples
            from (select day, sum(event_count) as event_count from ingest.usage_by_day group by day) d
            join pg_class c on c.relname = 'telco_billings_usage_' || to_char(d.day, 'YYYY_MM_DD')
            where c.reltuples not between 0.9 * d.event_count and 1.1 * d.event_count
               or (select count(*) from pg_stats s where s.tablename = c.relname) < 11
            """;

    private static final String UNKNOWN_TOTALS = """
            select c.relname
            from pg_class c
            where c.relkind = 'r' and c.relname ~ '^(usage_|dim_)'
              and not exists (select from pg_stats s where s.tablename = c.relname)
            """;

    private static final String MANY_CUSTOMERS_IN_ALL_FACTS = """
            select n_distinct > 300
            from pg_stats
            where schemaname = 'public' and tablename = 'telco_billings_usage' and inherited and attname = 'customer_id'
            """;

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    private static byte[] week(long seed, int rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new UsageGenerator(SampleSpec.of(YearMonth.of(2026, 1), 1, rows)
                        .withSeed(seed)
                        .withPopulation(500, 50)
                        .withNotAfter(WEEK_END))
                .writeTo(bytes);
        return bytes.toByteArray();
    }

    private static void awaitStatistics() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(Warehouse.rows(UNKNOWN_DAYS)).isEmpty();
            assertThat(Warehouse.rows(UNKNOWN_TOTALS)).isEmpty();
            assertThat(Warehouse.rows(MANY_CUSTOMERS_IN_ALL_FACTS)).containsExactly("t");
        });
    }

    @Test
    void newDaysAndTotals_haveStatistics() throws IOException {
        Api.load("week.csv", week(1, 20_000));
        awaitStatistics();
    }

    @Test
    void daysThatGrow_haveStatisticsOfAllTheirRows() throws IOException {
        Api.load("week.csv", week(1, 20_000));
        awaitStatistics();
        Api.load("late.csv", week(2, 20_000));
        awaitStatistics();
    }

    @Test
    void aFewLateRows_areNoReasonToLookAgain() throws IOException {
        Api.load("week.csv", week(1, 20_000));
        awaitStatistics();
        String known = "select relname, reltuples from pg_class where relname ~ '^telco_billings_usage_2' order by 1";
        List<String> before = Warehouse.rows(known);
        Api.load("few.csv", week(2, 100));
        // What is behind a run is done when the next one begins.
        Api.load("nothing.csv", week(2, 100));
        assertThat(Warehouse.rows(known)).isEqualTo(before);
    }
}
