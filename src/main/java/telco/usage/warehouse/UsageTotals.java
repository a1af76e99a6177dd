package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import telco.usage.jdbc.Sql;

/**
 * The rollup by plan, by month and by customer, as the views show it. What a change adds to a sum is its own sum; what it
 * adds to a number of distinct customers are those whom the rollup does not have: asked before they are added to it, and
 * after they have been taken out of it. So the cost is that of the change, however large the rollup is.
 */
final class UsageTotals {

    private static final String PLANS = """
            with absent as (
                select c.event_type, c.rate_plan_id, count(*) as customers
                from (select distinct event_type, rate_plan_id, customer_id from rollup_change) c
                where not exists (
                    select from ingest.usage_rollup r
                    where r.event_type = c.event_type
                      and coalesce(r.rate_plan_id, 0) = coalesce(c.rate_plan_id, 0)
                      and (r.rate_plan_id is null) = (c.rate_plan_id is null)
                      and r.customer_id = c.customer_id)
                group by c.event_type, c.rate_plan_id
            )
            insert into ingest.usage_by_plan as p
                (event_type, rate_plan_id, event_count, total_duration, total_charge, customer_count)
            select c.event_type, c.rate_plan_id, %1$d * c.event_count, %1$d * c.total_duration, %1$d * c.total_charge,
                   %1$d * coalesce(a.customers, 0)
            from (
                select event_type, rate_plan_id, sum(event_count) as event_count, sum(total_duration) as total_duration,
                       sum(total_charge) as total_charge
                from rollup_change
                group by event_type, rate_plan_id
            ) c
            left join absent a
                on a.event_type = c.event_type and coalesce(a.rate_plan_id, 0) = coalesce(c.rate_plan_id, 0)
                and (a.rate_plan_id is null) = (c.rate_plan_id is null)
            on conflict (event_type, coalesce(rate_plan_id, 0), (rate_plan_id is null))
            do update set
                event_count = p.event_count + excluded.event_count,
                total_duration = p.total_duration + excluded.total_duration,
                total_charge = p.total_charge + excluded.total_charge,
                customer_count = p.customer_count + excluded.customer_count
            """;

    private static final String MONTHS = """
            with absent as (
                select c.month, c.event_type, count(*) as customers
                from (select distinct month, event_type, customer_id from rollup_change) c
                where not exists (
                    select from ingest.usage_rollup r
                    where r.month = c.month and r.event_type = c.event_type and r.customer_id = c.customer_id)
                group by c.month, c.event_type
            )
            insert into ingest.usage_by_month as m
                (month, event_type, event_count, total_duration, total_charge, customer_count)
            select c.month, c.event_type, %1$d * sum(c.event_count), %1$d * sum(c.total_duration),
                   %1$d * sum(c.total_charge), %1$d * coalesce(min(a.customers), 0)
            from rollup_change c
            left join absent a on a.month = c.month and a.event_type = c.event_type
            group by c.month, c.event_type
            on conflict (month, event_type)
            do update set
                event_count = m.event_count + excluded.event_count,
                total_duration = m.total_duration + excluded.total_duration,
                total_charge = m.total_charge + excluded.total_charge,
                customer_count = m.customer_count + excluded.customer_count
            """;

    private static final String CUSTOMERS = """
            insert into ingest.usage_by_customer as u
                (month, customer_id, event_count, total_duration, total_charge)
            select month, customer_id, %1$d * sum(event_count), %1$d * sum(total_duration), %1$d * sum(total_charge)
            from rollup_change
            group by month, customer_id
            order by month, customer_id
            on conflict (month, customer_id)
            do update set
                event_count = u.event_count + excluded.event_count,
                total_duration = u.total_duration + excluded.total_duration,
                total_charge = u.total_charge + excluded.total_charge
            """;

    private UsageTotals() {}

    /** Adds the change, which the rollup does not have yet. */
    static void add(Connection connection) throws SQLException {
        change(connection, 1);
    }

    /** Subtracts the change, which the rollup does not have any more. */
    static void subtract(Connection connection) throws SQLException {
        change(connection, -1);
        Sql.of("delete from ingest.usage_by_plan where event_count = 0").update(connection);
        Sql.of("delete from ingest.usage_by_month where event_count = 0").update(connection);
        Sql.of("""
                        delete from ingest.usage_by_customer u
                        using (select distinct month, customer_id from rollup_change) c
                        where u.month = c.month and u.customer_id = c.customer_id and u.event_count = 0
                        """).update(connection);
    }

    private static void change(Connection connection, int sign) throws SQLException {
        for (String total : new String[] {PLANS, MONTHS, CUSTOMERS}) {
            Sql.of(total.formatted(sign)).update(connection);
        }
    }
}
