package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import telco.usage.jdbc.Sql;

/** {@code dim_rate_plan}, kept as the rollup changes. */
final class RatePlanDimension {

    /** Customers of a plan whom the rollup does not have with it: before they are added, after they are gone. */
    private static final String ABSENT = """
            select c.rate_plan_id, count(*) as customers
            from (select distinct rate_plan_id, customer_id from rollup_change where rate_plan_id is not null) c
            where not exists (
                select from ingest.usage_rollup r
                where r.customer_id = c.customer_id and r.rate_plan_id = c.rate_plan_id)
            group by c.rate_plan_id
            """;

    private RatePlanDimension() {}

    /** Adds the change, which the rollup does not have yet. */
    static void add(Connection connection) throws SQLException {
        Sql.of("""
                        insert into public.dim_rate_plan as p (rate_plan_id, first_seen, last_seen, customer_count)
                        select c.rate_plan_id, c.first_seen, c.last_seen, coalesce(a.customers, 0)
                        from (
                            select rate_plan_id, min(ingest.first_day(month, event_days)) as first_seen,
                                   max(ingest.last_day(month, event_days)) as last_seen
                            from rollup_change
                            where rate_plan_id is not null
                            group by rate_plan_id
                        ) c
                        left join (%s) a using (rate_plan_id)
                        on conflict (rate_plan_id) do update
                        set first_seen = least(p.first_seen, excluded.first_seen),
                            last_seen = greatest(p.last_seen, excluded.last_seen),
                            customer_count = p.customer_count + excluded.customer_count
                        """.formatted(ABSENT)).update(connection);
    }

    /** Subtracts the change, which the rollup does not have any more. */
    static void subtract(Connection connection) throws SQLException {
        Sql.of("""
                        update public.dim_rate_plan p
                        set customer_count = p.customer_count - a.customers
                        from (%s) a
                        where p.rate_plan_id = a.rate_plan_id
                        """.formatted(ABSENT)).update(connection);
        Sql.of("delete from public.dim_rate_plan where customer_count = 0").update(connection);
        Sql.of("""
                        select ingest.refresh_rate_plans(array(
                            select distinct rate_plan_id from rollup_change where rate_plan_id is not null))
                        """).first(connection, row -> null);
    }
}
