package telco.usage.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import telco.usage.alert.Outbox;
import telco.usage.jdbc.Database;
import telco.usage.testing.Api;
import telco.usage.testing.SettableClock;
import telco.usage.testing.Warehouse;
import telco.usage.warehouse.RetentionPolicy;

/** Retention with settings and a clock of a test's own, on the database of the service under test, which has it switched off. */
record RetentionUnderTest(SettableClock clock, Retention retention, RetentionSchedule schedule, RetentionPlans plans) {

    /** Six months before it, to the microsecond, {@link #load()} has rows on both sides. */
    static final Instant NOW = Instant.parse("2020-10-15T12:34:56.789012Z");

    static final Duration INTERVAL = Duration.ofHours(24);

    private record Policy(boolean enabled, int months) implements RetentionPolicy {}

    private record Settings(Duration interval, Duration patience) implements RemovalConfig {

        @Override
        public Duration checkInterval() {
            return Duration.ofMinutes(1);
        }

        @Override
        public String publicUrl() {
            return "http://telco.example/";
        }
    }

    static RetentionUnderTest of(Database database, Outbox outbox, int months) {
        return of(database, outbox, months, INTERVAL, Duration.ofSeconds(60));
    }

    static RetentionUnderTest of(Database database, Outbox outbox, int months, Duration interval, Duration patience) {
        SettableClock clock = new SettableClock(NOW);
        RetentionPolicy policy = new Policy(true, months);
        RemovalConfig config = new Settings(interval, patience);
        RetentionTelling telling = new RetentionTelling(outbox, config);
        Retention retention = new Retention(database, policy, config, telling, clock);
        return new RetentionUnderTest(
                clock,
                retention,
                new RetentionSchedule(retention, policy, config, telling, database, clock),
                new RetentionPlans(database, policy, clock));
    }

    /** Loads 24 rows of many months, of which the first ten are older than six months by {@link #NOW}. */
    static void load() {
        List<String> times = List.of(
                "2020-01-20T10:00:00.000Z",
                "2020-01-31T23:30:00.000Z",
                // Billed in February, on the last day of January in UTC.
                "2020-02-01T01:30:00.000+02:00",
                "2020-02-10T10:00:00.000Z",
                "2020-02-29T10:00:00.000Z",
                "2020-03-15T10:00:00.000Z",
                "2020-04-01T00:30:00.000+02:00",
                "2020-04-14T23:59:59.999999Z",
                "2020-04-15T00:00:00.000Z",
                "2020-04-15T12:34:56.789011Z",
                "2020-04-15T12:34:56.789012Z",
                "2020-04-15T12:34:56.789013Z",
                "2020-04-15T23:59:59.999999Z",
                "2020-04-16T00:00:00.000Z",
                "2020-04-30T10:00:00.000Z",
                "2020-05-31T23:30:00.000+01:00",
                "2020-06-10T10:00:00.000Z",
                "2020-07-10T10:00:00.000Z",
                "2020-07-11T10:00:00.000Z",
                "2020-08-10T10:00:00.000Z",
                "2020-09-10T10:00:00.000Z",
                "2020-09-11T10:00:00.000Z",
                "2020-09-12T10:00:00.000Z",
                "2020-09-13T10:00:00.000Z");
        List<String> lines = new ArrayList<>();
        for (String time : times) {
            lines.add((lines.size() + 1) % 7 + "," + time + ",DATA," + lines.size() % 3 + ",0,0,2.5,0.25,");
        }
        Api.load("many-months.csv", String.join("\n", lines));
    }

    /** As if retention had run with this period before. */
    static void putInForce(int months) {
        Warehouse.execute("update ingest.retention_state set period_months = " + months);
    }

    /** What the facts older than six months are. */
    static long tooOld() {
        return Warehouse.count(
                "public.telco_billings_usage where event_start_time < timestamptz '" + NOW + "' - interval '6 months'");
    }

    /** The newest record, to tell those that come behind it. */
    static long lastRecord() {
        return Long.parseLong(Warehouse.rows("select coalesce(max(id), 0) from ingest.retention_record")
                .get(0));
    }

    /** What was recorded since, by billing month: rows, bytes and whole days. */
    static List<String> recordedSince(long id) {
        return Warehouse.rows("""
                select month, sum(row_count), sum(bytes), count(*) filter (where dropped)
                from ingest.retention_record
                where id > %d
                group by month
                order by month
                """.formatted(id));
    }

    /** The same of a plan. */
    static List<String> planned(RetentionPlan plan) {
        return plan.months().stream()
                .map(month -> month.month() + "|" + month.rows() + "|" + month.bytes() + "|" + month.days())
                .toList();
    }
}
