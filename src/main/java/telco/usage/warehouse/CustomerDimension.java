package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import telco.usage.jdbc.Sql;

/** {@code dim_customer} and {@code dim_customer_plan}, kept as the rollup changes. */
final class CustomerDimension {

    private CustomerDimension() {}

    /**
     * Takes up the change, which the rollup has now. A usual file brings later days on the plans that its customers have:
     * that moves the last day and nothing else. Only who is new, has another plan, or usage before the present plan began
     * is looked at anew.
     */
    static void add(Connection connection) throws SQLException {
        Sql.of("""
                        update public.dim_customer d
                        set last_seen = c.last_seen
                        from (
                            select customer_id, max(ingest.last_day(month, event_days)) as last_seen
                            from rollup_change
                            group by customer_id
                        ) c
                        where d.customer_id = c.customer_id and d.last_seen < c.last_seen
                        """).update(connection);
        Sql.of("""
                        select ingest.refresh_customers(array(
                            select distinct c.customer_id
                            from rollup_change c
                            left join public.dim_customer d on d.customer_id = c.customer_id
                            left join public.dim_customer_plan p on p.customer_id = c.customer_id and p.is_current
                            where d.customer_id is null
                               or ingest.first_day(c.month, c.event_days) < d.first_seen
                               or c.rate_plan_id is distinct from p.rate_plan_id and c.rate_plan_id is not null
                               or ingest.first_day(c.month, c.event_days) < p.valid_from))
                        """).first(connection, row -> null);
    }

    /** Takes the change back, which the rollup does not have any more. */
    static void subtract(Connection connection) throws SQLException {
        Sql.of("select ingest.refresh_customers(array(select distinct customer_id from rollup_change))")
                .first(connection, row -> null);
    }
}
