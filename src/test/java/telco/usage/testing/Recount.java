package telco.usage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is added up as files come and go, against the facts counted in one go: two ways of counting the same. */
final class Recount {

    private static final String DAY = "(event_start_time at time zone 'UTC')::date";

    private static final String DETACHED = """
            select tablename
            from pg_tables
            where schemaname = 'usage_day' and tablename not in (
                select relname
                from pg_inherits
                join pg_class on oid = inhrelid
                where inhparent = 'public.telco_billings_usage'::regclass)
            """;

    /** What is kept, in a fixed order, and what the facts say. */
    private static final Map<String, String> COUNTS = new LinkedHashMap<>();

    static {
        COUNTS.put("""
                select service_type, rate_plan_id, event_count, total_duration, total_charge, customer_count
                from public.analytics_usage_distribution
                order by 1, 2
                """, """
                select event_type, rate_plan_id, count(*), coalesce(sum(duration::numeric), 0)::float8,
                       coalesce(sum(charge), 0)::numeric(30, 8), count(distinct customer_id)
                from public.telco_billings_usage
                group by 1, 2
                order by 1, 2
                """);
        COUNTS.put("""
                select month, service_type, event_count, customer_count, total_duration, total_charge
                from public.analytics_monthly_trends
                order by 1, 2
                """, """
                select month, event_type, count(*), count(distinct customer_id),
                       coalesce(sum(duration::numeric), 0)::float8, coalesce(sum(charge), 0)::numeric(30, 8)
                from public.telco_billings_usage
                group by 1, 2
                order by 1, 2
                """);
        COUNTS.put("""
                select day, service_type, event_count, total_duration, total_charge
                from public.analytics_daily_usage
                order by 1, 2
                """, """
                select DAY, event_type, count(*), coalesce(sum(duration::numeric), 0)::float8,
                       coalesce(sum(charge), 0)::numeric(30, 8)
                from public.telco_billings_usage
                group by 1, 2
                order by 1, 2
                """);
        COUNTS.put("""
                select month, service_type, charge_from, charge_below, event_count, total_charge
                from public.analytics_charge_histogram
                order by 1, 2, charge_class
                """, """
                select month, event_type, case when class > 0 then bounds[class] end,
                       case when class >= 0 then bounds[class + 1] end, count(*),
                       coalesce(sum(charge), 0)::numeric(30, 8)
                from (
                    select *, case when charge is null then -1
                                   else (select count(*)::integer from unnest(bounds) bound where charge >= bound)
                              end as class
                    from public.telco_billings_usage
                    cross join ingest.charge_bounds() bounds
                ) classified
                group by month, event_type, class, bounds
                order by month, event_type, class
                """);
        COUNTS.put("""
                select month, service_type, duration_from, duration_below, event_count, total_duration
                from public.analytics_duration_histogram
                order by 1, 2, duration_class
                """, """
                select month, event_type, case when class > 0 then bounds[class] end,
                       case when class >= 0 then bounds[class + 1] end, count(*),
                       coalesce(sum(duration::numeric), 0)::float8
                from (
                    select *, case when duration is null then -1
                                   else (select count(*)::integer from unnest(bounds) bound where duration >= bound)
                              end as class
                    from public.telco_billings_usage
                    cross join ingest.duration_bounds() bounds
                ) classified
                group by month, event_type, class, bounds
                order by month, event_type, class
                """);
        COUNTS.put("""
                select month, charge_rank, customer_id, event_count, total_duration, total_charge
                from public.analytics_top_customers
                order by 1, 3
                """, """
                select month, rank() over (partition by month order by coalesce(sum(charge), 0) desc), customer_id,
                       count(*), coalesce(sum(duration::numeric), 0)::float8,
                       coalesce(sum(charge), 0)::numeric(30, 8)
                from public.telco_billings_usage
                group by month, customer_id
                order by 1, 3
                """);
        COUNTS.put("""
                select month, event_type, rate_plan_id, customer_id, event_count, total_duration::float8, total_charge,
                       event_days
                from ingest.usage_rollup
                order by 1, 2, 3, 4
                """, """
                select month, event_type, rate_plan_id, customer_id, count(*),
                       coalesce(sum(duration::numeric), 0)::float8, coalesce(sum(charge), 0)::numeric(18, 8),
                       sum(distinct 2 ^ (DAY - (month || '-01')::date + 1))::bigint
                from public.telco_billings_usage
                group by 1, 2, 3, 4
                order by 1, 2, 3, 4
                """);
        COUNTS.put("""
                select customer_id, first_seen, last_seen, rate_plan_id
                from public.dim_customer
                order by 1
                """, """
                select customer_id, min(DAY), max(DAY),
                       (array_agg(rate_plan_id order by PLAN_ORDER) filter (where rate_plan_id is not null))[1]
                from (
                    select *, min(DAY) over (partition by customer_id, rate_plan_id) as first_used
                    from public.telco_billings_usage
                ) used
                group by customer_id
                order by 1
                """.replace("PLAN_ORDER", DAY + " desc, first_used desc, rate_plan_id desc"));
        COUNTS.put("""
                select customer_id, rate_plan_id, valid_from, valid_to, is_current
                from public.dim_customer_plan
                order by 1, 3
                """, """
                with used as (
                    select customer_id, rate_plan_id, DAY as day,
                           min(DAY) over (partition by customer_id, rate_plan_id) as first_used
                    from public.telco_billings_usage
                    where rate_plan_id is not null
                ),
                of_day as (
                    select distinct on (customer_id, day) customer_id, day, rate_plan_id
                    from used
                    order by customer_id, day, first_used desc, rate_plan_id desc
                ),
                changes as (
                    select *, lag(rate_plan_id) over (partition by customer_id order by day) as before
                    from of_day
                )
                select customer_id, rate_plan_id, day,
                       lead(day, 1, date '9999-12-31') over (partition by customer_id order by day),
                       lead(day) over (partition by customer_id order by day) is null
                from changes
                where before is distinct from rate_plan_id
                order by 1, 3
                """);
        COUNTS.put("""
                select rate_plan_id, first_seen, last_seen, customer_count
                from public.dim_rate_plan
                order by 1
                """, """
                select rate_plan_id, min(DAY), max(DAY), count(distinct customer_id)
                from public.telco_billings_usage
                where rate_plan_id is not null
                group by 1
                order by 1
                """);
        COUNTS.put("""
                select service_type, first_seen, last_seen
                from public.dim_service_type
                order by 1
                """, """
                select event_type, min(DAY), max(DAY)
                from public.telco_billings_usage
                group by 1
                order by 1
                """);
        COUNTS.put("""
                select calendar_month, count(*), min(day), max(day)
                from public.dim_date
                group by 1
                order by 1
                """, """
                select to_char(start, 'YYYY-MM'), (start + interval '1 month')::date - start, start,
                       (start + interval '1 month')::date - 1
                from (select distinct date_trunc('month', DAY::timestamp)::date as start from public.telco_billings_usage) m
                order by 1
                """);
    }

    private Recount() {}

    /** The facts are read once, not once for each count: planning for all their days takes longer than counting a few rows. */
    static void assertEqual(SqlConsole console) {
        try (Connection connection = console.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create temporary table facts as select * from public.telco_billings_usage");
            for (Map.Entry<String, String> count : COUNTS.entrySet()) {
                String counted = count.getValue().replace("public.telco_billings_usage", "facts");
                assertThat(SqlConsole.rows(connection, count.getKey()))
                        .as(count.getKey())
                        .isEqualTo(SqlConsole.rows(connection, counted.replace("DAY", DAY)));
            }
            assertThat(SqlConsole.rows(connection, DETACHED))
                    .as("detached days left over")
                    .isEmpty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
