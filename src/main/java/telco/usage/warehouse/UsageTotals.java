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

    /** Customers whom the rollup does not have in their change's type and plan. */
    private static final String ABSENT_IN_PLAN = """
            select c.event_type, c.rate_plan_id, count(*) as customers
            from (select distinct event_type, rate_plan_id, customer_id from rollup_change) c
            where not exists (
                select from ingest.usage_rollup r
                where r.customer_id = c.customer_id and r.event_type = c.event_type
                  and r.rate_plan_id is not distinct from c.rate_plan_id)
            group by c.event_type, c.rate_plan_id
            """;

    /** Customers whom the rollup does not have in their change's month and type. */
    private static final String ABSENT_IN_MONTH = """
            select c.month, c.event_type, count(*) as customers
            from (select distinct month, event_type, customer_id from rollup_change %s) c
            where not exists (
                select from ingest.usage_rollup r
                where r.month = c.month and r.event_type = c.event_type and r.customer_id = c.customer_id)
            group by c.month, c.event_type
            """;

    private static final String BY_PLAN = """
            select c.event_type, c.rate_plan_id, c.event_count, c.total_duration, c.total_charge,
                   coalesce(a.customers, 0) as customer_count
            from (
                select event_type, rate_plan_id, sum(event_count) as event_count, sum(total_duration) as total_duration,
                       sum(total_charge) as total_charge
                from rollup_change
                group by event_type, rate_plan_id
            ) c
            left join (%s) a
                on a.event_type = c.event_type and coalesce(a.rate_plan_id, 0) = coalesce(c.rate_plan_id, 0)
                and (a.rate_plan_id is null) = (c.rate_plan_id is null)
            """.formatted(ABSENT_IN_PLAN);

    private static final String MONTH_SUMS = """
            select month, event_type, sum(event_count) as event_count, sum(total_duration) as total_duration,
                   sum(total_charge) as total_charge
            from rollup_change
            group by month, event_type
            """;

    private static final String BY_CUSTOMER = """
            select month, customer_id, sum(event_count) as event_count, sum(total_duration) as total_duration,
                   sum(total_charge) as total_charge
            from rollup_change
            group by month, customer_id
            """;

    private UsageTotals() {}

    /** Adds the change, which the rollup does not have yet. */
    static void add(Connection connection) throws SQLException {
        Sql.of("""
                        insert into ingest.usage_by_plan as p
                            (event_type, rate_plan_id, event_count, total_duration, total_charge, customer_count)
                        select event_type, rate_plan_id, event_count, total_duration, total_charge, customer_count
                        from (%s) c
                        on conflict (event_type, coalesce(rate_plan_id, 0), (rate_plan_id is null))
                        do update set
                            event_count = p.event_count + excluded.event_count,
                            total_duration = p.total_duration + excluded.total_duration,
                            total_charge = p.total_charge + excluded.total_charge,
                            customer_count = p.customer_count + excluded.customer_count
                        """.formatted(BY_PLAN)).update(connection);
        Sql.of("""
                        insert into ingest.usage_by_month as m
                            (month, event_type, event_count, total_duration, total_charge, customer_count)
                        select c.month, c.event_type, c.event_count, c.total_duration, c.total_charge,
                               coalesce(a.customers, 0)
                        from (%s) c
                        left join (%s) a using (month, event_type)
                        on conflict (month, event_type)
                        do update set
                            event_count = m.event_count + excluded.event_count,
                            total_duration = m.total_duration + excluded.total_duration,
                            total_charge = m.total_charge + excluded.total_charge,
                            customer_count = m.customer_count + excluded.customer_count
                        """.formatted(MONTH_SUMS, ABSENT_IN_MONTH.formatted(""))).update(connection);
        Sql.of("""
                        insert into ingest.usage_by_customer as u
                            (month, customer_id, event_count, total_duration, total_charge)
                        select month, customer_id, event_count, total_duration, total_charge
                        from (%s) c
                        order by month, customer_id
                        on conflict (month, customer_id)
                        do update set
                            event_count = u.event_count + excluded.event_count,
                            total_duration = u.total_duration + excluded.total_duration,
                            total_charge = u.total_charge + excluded.total_charge
                        """.formatted(BY_CUSTOMER)).update(connection);
    }

    /** Subtracts the change, which the rollup does not have any more. */
    static void subtract(Connection connection) throws SQLException {
        Sql.of("""
                        update ingest.usage_by_plan p
                        set event_count = p.event_count - c.event_count,
                            total_duration = p.total_duration - c.total_duration,
                            total_charge = p.total_charge - c.total_charge,
                            customer_count = p.customer_count - c.customer_count
                        from (%s) c
                        where p.event_type = c.event_type and coalesce(p.rate_plan_id, 0) = coalesce(c.rate_plan_id, 0)
                          and (p.rate_plan_id is null) = (c.rate_plan_id is null)
                        """.formatted(BY_PLAN)).update(connection);
        Sql.of("delete from ingest.usage_by_plan where event_count = 0").update(connection);
        // What goes as a whole goes first: who is left of it need not be counted.
        Sql.of("""
                        delete from ingest.usage_by_month m
                        using (%s) c
                        where m.month = c.month and m.event_type = c.event_type and m.event_count = c.event_count
                        """.formatted(MONTH_SUMS)).update(connection);
        Sql.of(
                        """
                        update ingest.usage_by_month m
                        set event_count = m.event_count - c.event_count,
                            total_duration = m.total_duration - c.total_duration,
                            total_charge = m.total_charge - c.total_charge,
                            customer_count = m.customer_count - coalesce(a.customers, 0)
                        from (%s) c
                        left join (%s) a using (month, event_type)
                        where m.month = c.month and m.event_type = c.event_type
                        """.formatted(
                                        MONTH_SUMS,
                                        ABSENT_IN_MONTH.formatted(
                                                "where (month, event_type) in (select month, event_type from ingest.usage_by_month)")))
                .update(connection);
        Sql.of("""
                        with c as materialized (%s),
                        gone as (
                            delete from ingest.usage_by_customer u
                            using c
                            where u.month = c.month and u.customer_id = c.customer_id and u.event_count = c.event_count
                        )
                        update ingest.usage_by_customer u
                        set event_count = u.event_count - c.event_count,
                            total_duration = u.total_duration - c.total_duration,
                            total_charge = u.total_charge - c.total_charge
                        from c
                        where u.month = c.month and u.customer_id = c.customer_id and u.event_count > c.event_count
                        """.formatted(BY_CUSTOMER)).update(connection);
    }
}
