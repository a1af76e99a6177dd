package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import telco.usage.jdbc.Sql;

/**
 * The rollup by plan and by month, as the views show it. Sums could be added to, but numbers of distinct customers cannot:
 * so what is touched is counted anew, from the rollup, which is small. A view then is as fast as reading its result.
 */
final class UsageTotals {

    private UsageTotals() {}

    /**
     * Counts anew what a change of the rollup has touched.
     *
     * @param changed a table with the type, plan and month of every group that was changed
     */
    static void recount(Connection connection, String changed) throws SQLException {
        recountPlans(connection, changed);
        recountMonths(connection, changed);
    }

    private static void recountPlans(Connection connection, String changed) throws SQLException {
        Sql.of("""
                        delete from ingest.usage_by_plan p
                        using (select distinct event_type, rate_plan_id from %s) c
                        where p.event_type = c.event_type
                          and coalesce(p.rate_plan_id, 0) = coalesce(c.rate_plan_id, 0)
                          and (p.rate_plan_id is null) = (c.rate_plan_id is null)
                        """.formatted(changed)).update(connection);
        Sql.of("""
                        insert into ingest.usage_by_plan
                            (event_type, rate_plan_id, event_count, total_duration, total_charge, customer_count)
                        select r.event_type, r.rate_plan_id, sum(r.event_count), sum(r.total_duration),
                               sum(r.total_charge), count(distinct r.customer_id)
                        from ingest.usage_rollup r
                        join (select distinct event_type, rate_plan_id from %s) c
                            on r.event_type = c.event_type
                            and coalesce(r.rate_plan_id, 0) = coalesce(c.rate_plan_id, 0)
                            and (r.rate_plan_id is null) = (c.rate_plan_id is null)
                        group by r.event_type, r.rate_plan_id
                        """.formatted(changed)).update(connection);
    }

    private static void recountMonths(Connection connection, String changed) throws SQLException {
        Sql.of("delete from ingest.usage_by_month where month in (select month from %s)".formatted(changed))
                .update(connection);
        Sql.of("""
                        insert into ingest.usage_by_month
                            (month, event_type, event_count, total_duration, total_charge, customer_count)
                        select month, event_type, sum(event_count), sum(total_duration), sum(total_charge),
                               count(distinct customer_id)
                        from ingest.usage_rollup
                        where month in (select month from %s)
                        group by month, event_type
                        """.formatted(changed)).update(connection);
    }
}
