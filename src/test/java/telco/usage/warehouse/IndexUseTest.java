package telco.usage.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import telco.usage.sample.SampleSpec;
import telco.usage.sample.UsageGenerator;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** The queries of docs/warehouse.md are answered by the indexes that it names. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class IndexUseTest {

    private static final Path DOCUMENT = Path.of("docs/warehouse.md");
    private static final String BEGIN = "<!-- plans: written by IndexUseTest -->\n";
    private static final String END = "<!-- end of plans -->\n";

    private static final int ROWS = 240_000;
    private static final int MONTHS = 4;

    private static final String KEY = "telco_billings_usage_key";
    private static final String CUSTOMER = "telco_billings_usage_customer";

    private static List<IndexedQuery> queries() {
        String event = Warehouse.rows("""
                        select event_start_time at time zone 'UTC', event_uuid
                        from telco_billings_usage
                        where event_start_time >= '2026-02-10 09:00Z'
                        order by event_start_time, event_uuid
                        limit 1
                        """).get(0);
        String time = event.substring(0, event.indexOf('|'));
        String uuid = event.substring(event.indexOf('|') + 1);
        String[] customer = Warehouse.rows("""
                        select customer_id, rate_plan_id
                        from dim_customer_plan
                        order by customer_id
                        offset 100 limit 1
                        """).get(0).split("\\|");
        return List.of(
                new IndexedQuery(
                        "One event by its key",
                        """
                        select *
                        from telco_billings_usage
                        where event_start_time = '%sZ' and event_uuid = '%s'
                        """.formatted(time, uuid),
                        KEY,
                        "The time names the day, its key the row."),
                new IndexedQuery(
                        "A time range",
                        """
                        select event_type, count(*)
                        from telco_billings_usage
                        where event_start_time >= '2026-02-10 08:00Z' and event_start_time < '2026-02-10 09:00Z'
                        group by event_type
                        """,
                        KEY,
                        "A day's rows lie in the order of its key, so an hour is a run of neighbouring pages."),
                new IndexedQuery(
                        "A customer's events",
                        """
                        select *
                        from telco_billings_usage
                        where customer_id = %s
                        """.formatted(customer[0]),
                        CUSTOMER,
                        "Nothing in it names a time, so each day is asked: some microseconds for each."),
                new IndexedQuery(
                        "A customer's events of a billing month",
                        """
                        select *
                        from telco_billings_usage
                        where month = '2026-02' and customer_id = %s
                        """.formatted(customer[0]),
                        CUSTOMER,
                        "Each day has a CHECK of the months that it can belong to: the days of other months are not even opened."),
                new IndexedQuery(
                        "All of usage by service type and plan",
                        """
                        select *
                        from analytics_usage_distribution
                        """,
                        "Seq Scan on usage_by_plan",
                        "All of a small table is asked for, so no index could help; the facts are not read."),
                new IndexedQuery("All of usage by month", """
                        select *
                        from analytics_monthly_trends
                        """, "Seq Scan on usage_by_month", "A handful of rows."),
                new IndexedQuery("Daily usage of a month", """
                        select *
                        from analytics_daily_usage
                        where day >= '2026-02-01' and day < '2026-03-01'
                        order by day, service_type
                        """, "usage_by_day_key", "The day comes first in the key."),
                new IndexedQuery(
                        "The customers who pay most",
                        """
                        select *
                        from analytics_top_customers
                        where month = '2026-02' and charge_rank <= 20
                        """,
                        "usage_by_customer_charge",
                        "Read from the highest charge on; from PostgreSQL 15 on the run condition ends it behind the last rank that is asked for."),
                new IndexedQuery(
                        "The customers of a plan",
                        """
                        select customer_id
                        from dim_customer_plan
                        where rate_plan_id = %s and is_current
                        """.formatted(customer[1]),
                        "dim_customer_plan_rate_plan",
                        "The key begins with the customer, so the plan has an index of its own."),
                new IndexedQuery(
                        "The plans of a customer",
                        """
                        select rate_plan_id, valid_from, valid_to
                        from dim_customer_plan
                        where customer_id = %s
                        order by valid_from
                        """.formatted(customer[0]),
                        "dim_customer_plan_key",
                        "The key begins with the customer; a handful of versions is sorted in no time."),
                new IndexedQuery(
                        "Erasing a customer from the facts",
                        """
                        delete from telco_billings_usage
                        where customer_id = %s
                        """.formatted(customer[0]),
                        CUSTOMER,
                        "What the customer index is kept for above all: without it, a reading of all facts."),
                new IndexedQuery(
                        "Erasing a customer from the rollup",
                        """
                        delete from ingest.usage_rollup
                        where customer_id = %s
                        """.formatted(customer[0]),
                        "usage_rollup_customer",
                        "The rollup's key begins with the month; reverts and the dimensions look customers up here too."),
                new IndexedQuery(
                        "PUBLISH looks for a customer in a month",
                        """
                        select exists (
                            select from ingest.usage_rollup
                            where month = '2026-02' and event_type = 'DATA' and customer_id = %s)
                        """.formatted(customer[0]),
                        "usage_rollup_key",
                        "The same index finds the group that a change is added to."),
                new IndexedQuery(
                        "The trends of one plan",
                        """
                        select month, event_type, sum(event_count), count(distinct customer_id)
                        from ingest.usage_rollup
                        where rate_plan_id = %s
                        group by month, event_type
                        """.formatted(customer[1]),
                        "usage_rollup_rate_plan",
                        "What `GET /analytics/monthly-trends?plan=` asks."));
    }

    private static void load() throws IOException {
        Warehouse.clear();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new UsageGenerator(SampleSpec.of(YearMonth.of(2026, 1), MONTHS, ROWS).withZone(ZoneOffset.UTC)).writeTo(bytes);
        JsonPath run = Api.load("months.csv", bytes.toByteArray());
        assertThat(run.getString("state")).isEqualTo("SUCCEEDED");
        Warehouse.analyze();
    }

    @Test
    void queriesOfTheDocs_useTheirIndexes() throws IOException {
        load();
        List<IndexedQuery> queries = queries();
        if (Boolean.getBoolean("plans.write")) {
            write(queries);
        }
        assertThat(queries)
                .allSatisfy(query -> assertThat(String.join("\n", query.plan()))
                        .as(query.name())
                        .contains(query.index()));
        String document = Files.readString(DOCUMENT);
        assertThat(queries)
                .as("described in " + DOCUMENT)
                .allSatisfy(query -> assertThat(document)
                        .contains(
                                query.name() + ".** " + query.why(), query.sql().strip()));
        assertDays(queries, "One event by its key", 1, 1);
        assertDays(queries, "A time range", 1, 1);
        // February, and the day before and behind, which a local time may belong to.
        assertDays(queries, "A customer's events of a billing month", 30, 30);
        assertDays(queries, "A customer's events", 120, 120);
    }

    private static void assertDays(List<IndexedQuery> queries, String name, long least, long most) {
        IndexedQuery query = queries.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(IndexedQuery.days(query.plan())).as("days of " + name).isBetween(least, most);
    }

    private static void write(List<IndexedQuery> queries) throws IOException {
        String document = Files.readString(DOCUMENT);
        String before = document.substring(0, document.indexOf(BEGIN) + BEGIN.length());
        String behind = document.substring(document.indexOf(END));
        String plans = queries.stream().map(IndexedQuery::asMarkdown).collect(Collectors.joining("\n"));
        Files.writeString(DOCUMENT, before + "\n" + plans + "\n" + behind);
    }
}
