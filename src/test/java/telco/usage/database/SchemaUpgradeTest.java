package telco.usage.database;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import telco.usage.testing.SqlConsole;
import telco.usage.testing.TestPostgres;
import telco.usage.testing.Warehouse;

/** A warehouse that was there before the star schema gets it, counted from what it has. */
class SchemaUpgradeTest {

    private final TestPostgres.EmptyDatabase database = TestPostgres.newDatabase();
    private final SqlConsole console = new SqlConsole(database.url(), database.user(), database.password());

    private FluentConfiguration migrations() {
        return Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .schemas("ingest")
                .defaultSchema("ingest")
                .createSchemas(true)
                .locations("db/migration");
    }

    @Test
    void starSchema_isCountedFromTheFactsThatAreThere() {
        // Views are those of today, and would ask for what is not there yet.
        migrations().target("13").repeatableSqlMigrationPrefix("none").load().migrate();
        addFacts();

        migrations().load().migrate();

        Warehouse.assertConsistent(console);
    }

    /** Over the turn of a month, with plans that change or are missing, as the schema of then had them. */
    private void addFacts() {
        console.execute("""
                do $$
                begin
                    for day in 0..39 loop
                        execute format(
                            'create table usage_day.telco_billings_usage_%s partition of public.telco_billings_usage
                             for values from (%L) to (%L)',
                            to_char(date '2026-01-15' + day, 'YYYY_MM_DD'),
                            (date '2026-01-15' + day)::text || ' 00:00Z',
                            (date '2026-01-15' + day + 1)::text || ' 00:00Z');
                    end loop;
                end
                $$
                """);
        console.execute("""
                insert into public.telco_billings_usage
                    (customer_id, event_start_time, event_type, rate_plan_id, duration, charge, month, event_uuid, run_id)
                select customer, at, type, plan, duration, charge,
                       to_char((at at time zone 'UTC') + interval '2 hours', 'YYYY-MM'),
                       generate_event_uuid(customer, at, type, plan, charge), 1
                from (
                    select 1 + n % 7 as customer,
                           timestamptz '2026-01-15 00:00Z' + n * interval '37 minutes' as at,
                           (array['VOICE', 'DATA', 'SMS'])[1 + n % 3] as type,
                           case n % 7 when 0 then null when 1 then 100 + n / 300 else n % 7 end as plan,
                           nullif(n % 50, 0) * 13.25 as duration,
                           nullif(n % 40, 0) * 0.000976 as charge
                    from generate_series(0, 1499) n
                ) event
                """);
        console.execute("""
                insert into ingest.usage_rollup
                    (month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge)
                select month, event_type, rate_plan_id, customer_id, count(*), coalesce(sum(duration::numeric), 0),
                       coalesce(sum(charge), 0)
                from public.telco_billings_usage
                group by month, event_type, rate_plan_id, customer_id;

                insert into ingest.usage_by_plan
                    (event_type, rate_plan_id, event_count, total_duration, total_charge, customer_count)
                select event_type, rate_plan_id, sum(event_count), sum(total_duration), sum(total_charge),
                       count(distinct customer_id)
                from ingest.usage_rollup
                group by event_type, rate_plan_id;

                insert into ingest.usage_by_month
                    (month, event_type, event_count, total_duration, total_charge, customer_count)
                select month, event_type, sum(event_count), sum(total_duration), sum(total_charge),
                       count(distinct customer_id)
                from ingest.usage_rollup
                group by month, event_type
                """);
    }
}
