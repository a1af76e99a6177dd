package telco.usage.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.postgresql.util.PSQLState;

/** The warehouse as an analyst sees it, for tests: plain SQL, each row as text. */
public final class Warehouse {

    /** What is added up from the facts. */
    private static final String COUNTED = """
            ingest.usage_rollup, ingest.usage_by_plan, ingest.usage_by_month, ingest.usage_by_customer, ingest.usage_by_day,
            public.dim_date, public.dim_service_type, public.dim_rate_plan, public.dim_customer, public.dim_customer_plan
            """;

    private Warehouse() {}

    public static Connection connect() throws SQLException {
        return console().connect();
    }

    /**
     * Empties everything, as if nothing had ever been loaded. The service goes on reading its tables meanwhile, so that
     * PostgreSQL may have to end one of the two that wait for each other: then this asks again.
     */
    public static void clear() {
        await().atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsMatching(Warehouse::isDeadlock)
                .until(() -> {
                    empty();
                    return true;
                });
    }

    private static boolean isDeadlock(Throwable failure) {
        return failure.getCause() instanceof SQLException e
                && PSQLState.DEADLOCK_DETECTED.getState().equals(e.getSQLState());
    }

    private static void empty() {
        execute("""
                do $$
                declare
                    day regclass;
                begin
                    for day in select inhrelid::regclass from pg_inherits
                               where inhparent = 'public.telco_billings_usage'::regclass
                    loop
                        execute 'drop table ' || day;
                    end loop;
                end
                $$;
                -- With all that refers to a run.
                truncate ingest.run, %s cascade;
                update ingest.retention_state
                set period_months = null, confirmed_by = null, confirmed_at = null, told_months = null, due_at_once = false,
                    last_success_at = null, last_failure_at = null, last_failure = null
                """.formatted(COUNTED));
    }

    /**
     * Takes statistics of the facts and of all that is counted from them. An ANALYZE of everything would fail when a stage is
     * dropped while it looks which tables there are.
     */
    public static void analyze() {
        execute("analyze public.telco_billings_usage, " + COUNTED);
    }

    /** Counts the rollup and the totals anew from the facts: for a test that has changed facts by itself. */
    public static void recount() {
        execute("truncate " + COUNTED);
        execute("""
                insert into ingest.usage_rollup
                    (month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge, event_days)
                select month, event_type, rate_plan_id, customer_id, count(*), coalesce(sum(duration::numeric), 0),
                       coalesce(sum(charge), 0),
                       bit_or(ingest.day_bit(month, (event_start_time at time zone 'UTC')::date))
                from public.telco_billings_usage
                group by month, event_type, rate_plan_id, customer_id;

                insert into ingest.usage_by_plan
                    (event_type, rate_plan_id, event_count, total_duration, total_charge, customer_count)
                select event_type, rate_plan_id, count(*), coalesce(sum(duration::numeric), 0), coalesce(sum(charge), 0),
                       count(distinct customer_id)
                from public.telco_billings_usage
                group by event_type, rate_plan_id;

                insert into ingest.usage_by_month
                    (month, event_type, event_count, total_duration, total_charge, customer_count)
                select month, event_type, count(*), coalesce(sum(duration::numeric), 0), coalesce(sum(charge), 0),
                       count(distinct customer_id)
                from public.telco_billings_usage
                group by month, event_type;

                insert into ingest.usage_by_customer (month, customer_id, event_count, total_duration, total_charge)
                select month, customer_id, count(*), coalesce(sum(duration::numeric), 0), coalesce(sum(charge), 0)
                from public.telco_billings_usage
                group by month, customer_id;

                insert into ingest.usage_by_day
                    (day, month, event_type, charge_class, duration_class, event_count, total_duration, total_charge)
                select (event_start_time at time zone 'UTC')::date, month, event_type, ingest.charge_class(charge),
                       ingest.duration_class(duration), count(*), coalesce(sum(duration::numeric), 0), coalesce(sum(charge), 0)
                from public.telco_billings_usage
                group by 1, 2, 3, 4, 5;

                insert into public.dim_rate_plan (rate_plan_id, first_seen, last_seen, customer_count)
                select rate_plan_id, min((event_start_time at time zone 'UTC')::date),
                       max((event_start_time at time zone 'UTC')::date), count(distinct customer_id)
                from public.telco_billings_usage
                where rate_plan_id is not null
                group by rate_plan_id;

                select ingest.refresh_calendar(), ingest.refresh_service_types(),
                       ingest.refresh_customers(array(select distinct customer_id from ingest.usage_rollup))
                """);
    }

    /** The database of the service under test, as its own user. */
    public static SqlConsole console() {
        var config = ConfigProvider.getConfig();
        return new SqlConsole(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue("quarkus.datasource.username", String.class),
                config.getValue("quarkus.datasource.password", String.class));
    }

    public static void execute(String sql) {
        console().execute(sql);
    }

    /** Each row of the result, its columns joined by a bar, NULL as nothing. */
    public static List<String> rows(String sql) {
        return console().rows(sql);
    }

    public static long count(String from) {
        return console().count(from);
    }

    /** Waits until the attempt that has just ended its run has dropped what it had staged. */
    public static void awaitNoStage() {
        awaitNoStage(console());
    }

    /** The same in any database. */
    public static void awaitNoStage(SqlConsole console) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> console.count("pg_tables where tablename like 'stage\\_%'") == 0);
    }

    /**
     * All that is added up says what counting the facts says, every published run balances, and no stage, which goes a moment
     * behind its run's end, and no detached day is left over.
     */
    public static void assertConsistent() {
        assertConsistent(console());
    }

    /** The same of any database. */
    public static void assertConsistent(SqlConsole console) {
        awaitNoStage(console);
        Recount.assertEqual(console);
        assertRunsBalance(console);
    }

    private static void assertRunsBalance(SqlConsole console) {
        assertThat(console.rows("""
                                select run_id
                                from ingest.run_tally t
                                join ingest.run r on r.id = t.run_id and r.published_at is not null
                                group by run_id
                                having sum(case when disposition = 'READ' then row_count else -row_count end) <> 0
                                    or sum(case when disposition = 'READ' then charge else -charge end) <> 0
                                    or sum(case when disposition = 'READ' then duration else -duration end) <> 0
                                """)).as("runs that do not balance").isEmpty();
        assertThat(console.rows("""
                                select run_id
                                from ingest.run_tally t
                                join ingest.run r on r.id = t.run_id
                                    and (r.published_at is not null or r.error_code = 'TOO_MANY_REJECTS')
                                left join (
                                    select run_id, sum(row_count) as row_count, sum(charge) as charge
                                    from ingest.reject_total
                                    group by run_id
                                ) total using (run_id)
                                where disposition in ('REJECTED', 'CONFLICTING')
                                group by run_id, total.row_count, total.charge
                                having sum(t.row_count) <> coalesce(total.row_count, 0)
                                    or sum(t.charge) <> coalesce(total.charge, 0)
                                """))
                .as("runs whose rejects are not all counted by reason")
                .isEmpty();
        assertThat(console.rows("""
                                select t.run_id, t.reason, t.state, t.stored_count, count(r.run_id)
                                from ingest.reject_total t
                                full join ingest.reject r using (run_id, reason, state)
                                group by t.run_id, t.reason, t.state, t.row_count, t.stored_count, t.charge
                                having t.stored_count is distinct from count(r.run_id)
                                    or (t.stored_count = t.row_count and t.charge <> sum(r.charge))
                                """))
                .as("counts of rejects that the stored ones contradict")
                .isEmpty();
    }
}
