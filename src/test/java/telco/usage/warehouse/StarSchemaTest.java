package telco.usage.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Facts and dimensions fit together whatever comes and goes: what foreign keys would guarantee, and that no member is idle. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class StarSchemaTest {

    private static final String FACTS = "telco_billings_usage f";

    /** Where an event is looked up by day. */
    private static final String DAY = "(f.event_start_time at time zone 'UTC')::date";

    private static final int SPREAD = 40 * 24 * 60 * 60;

    /** Two hours ahead of UTC: near midnight the UTC day, month and year are others. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'.000+02:00'");

    private static final String[] TYPES = {"VOICE", "DATA", "SMS", "MMS", "FAX"};

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    /** Events of forty days, some without a plan; customers change plans all the time. */
    private String events(LocalDate from, int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            LocalDateTime time = from.atStartOfDay().plusSeconds(random.nextInt(SPREAD));
            lines.append(String.format(
                    Locale.ROOT,
                    "%d,%s,%s,%s,0,0,%d,%.6f,%n",
                    1 + random.nextInt(60),
                    TIME.format(time),
                    TYPES[random.nextInt(TYPES.length)],
                    random.nextInt(10) == 0 ? "" : 1 + random.nextInt(9),
                    random.nextInt(4000),
                    random.nextDouble() * 20));
        }
        return lines.toString();
    }

    private void assertJoined(String step) {
        String when = step + ", seed " + seed;
        assertThat(Warehouse.count(FACTS)).as(when).isPositive();
        assertOne("dim_date d", "f.event_start_time >= d.starts_at and f.event_start_time < d.ends_at", "true", when);
        assertOne("dim_date d", "d.day = " + DAY, "true", when);
        assertOne("dim_service_type d", "d.service_type = f.event_type", "true", when);
        assertOne("dim_customer d", "d.customer_id = f.customer_id", "true", when);
        assertOne("dim_rate_plan d", "d.rate_plan_id = f.rate_plan_id", "f.rate_plan_id is not null", when);
        String version = "d.customer_id = f.customer_id and d.valid_from <= " + DAY + " and " + DAY + " < d.valid_to";
        assertNever("dim_customer_plan d", version, "members.count > 1", when);
        assertNever("dim_customer_plan d", version, "members.count = 0 and f.rate_plan_id is not null", when);
        assertUsed(when);
    }

    private static void assertOne(String dimension, String join, String condition, String when) {
        assertNever(dimension, join, "members.count <> 1 and " + condition, when);
    }

    private static void assertNever(String dimension, String join, String condition, String when) {
        assertThat(Warehouse.rows("""
                        select f.*, members.count
                        from %s
                        cross join lateral (select count(*) from %s where %s) members
                        where %s
                        limit 3
                        """.formatted(FACTS, dimension, join, condition)))
                .as(dimension + ": " + when)
                .isEmpty();
    }

    /** The calendar has whole months; all other dimensions have only who has events. */
    private static void assertUsed(String when) {
        assertIdle("dim_service_type d", "d.service_type = f.event_type", when);
        assertIdle("dim_customer d", "d.customer_id = f.customer_id", when);
        assertIdle("dim_rate_plan d", "d.rate_plan_id = f.rate_plan_id", when);
        assertIdle(
                "dim_customer_plan d",
                "d.customer_id = f.customer_id and d.rate_plan_id = f.rate_plan_id and " + DAY + " = d.valid_from",
                when);
        assertIdle("dim_date d", "d.calendar_month = to_char(" + DAY + ", 'YYYY-MM')", when);
    }

    private static void assertIdle(String dimension, String join, String when) {
        assertThat(Warehouse.rows("select d.* from %s where not exists (select from %s where %s) limit 3"
                        .formatted(dimension, FACTS, join)))
                .as("members of %s without a fact: %s", dimension, when)
                .isEmpty();
    }

    @Test
    void everyFact_findsItsDimensions_andNoMemberIsIdle() {
        int first =
                Api.load("first.csv", events(LocalDate.of(2025, 12, 20), 400)).getInt("id");
        assertJoined("first file");
        Api.load("next.csv", events(LocalDate.of(2026, 1, 28), 400));
        assertJoined("next file");
        Api.load("late.csv", events(LocalDate.of(2026, 1, 1), 150));
        assertJoined("late rows");
        int far = Api.load(
                        "far.csv",
                        events(LocalDate.of(2026, 7, 1), 100) + "999,2026-06-30T23:30:00Z,TELEX,777,0,0,1,1,\n")
                .getInt("id");
        assertJoined("after a gap");
        Api.revert(far);
        assertJoined("far file reverted");
        Api.revert(first);
        assertJoined("first file reverted");
        Api.load(Map.of("path", "first.csv"));
        assertJoined("first file again");
        Warehouse.assertConsistent();
    }
}
