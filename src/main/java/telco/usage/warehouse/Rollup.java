package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import telco.usage.jdbc.Sql;

/**
 * Events by month, type, rate plan and customer, and the totals over them that the views read. Whoever inserts or deletes
 * facts adds or subtracts the same rows here in the same transaction, so that all of it is equal to the facts at every
 * commit.
 */
public final class Rollup {

    private Rollup() {}

    /** Adds groups that were added up elsewhere, from a table with the rollup's columns; a group may come in parts. */
    public static void addGroups(Connection connection, String table) throws SQLException {
        Sql.of("""
                        insert into ingest.usage_rollup as r
                            (month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge)
                        select month, event_type, rate_plan_id, customer_id,
                               sum(event_count), sum(total_duration), sum(total_charge)
                        from %s added
                        group by month, event_type, rate_plan_id, customer_id
                        having sum(event_count) > 0
                        order by event_type, rate_plan_id, customer_id
                        on conflict (month, event_type, customer_id, coalesce(rate_plan_id, 0), (rate_plan_id is null))
                        do update set
                            event_count = r.event_count + excluded.event_count,
                            total_duration = r.total_duration + excluded.total_duration,
                            total_charge = r.total_charge + excluded.total_charge
                        """.formatted(table)).update(connection);
        UsageTotals.recount(connection, table);
    }

    /** Subtracts the facts that began from {@code from} (inclusive) to {@code to} (exclusive), before they are deleted. */
    public static void subtract(Connection connection, Instant from, Instant to) throws SQLException {
        // Groups go when their last event goes: first the shrinking ones, then the empty, as the CHECK wants at least
        // one.
        Sql.of("""
                        create temporary table departing on commit drop as
                        select month, event_type, rate_plan_id, customer_id, count(*) as event_count,
                               coalesce(sum(duration::numeric), 0) as total_duration,
                               coalesce(sum(charge), 0) as total_charge
                        from public.telco_billings_usage
                        where event_start_time >= ? and event_start_time < ?
                        group by month, event_type, rate_plan_id, customer_id
                        """, from, to).update(connection);
        Sql.of("""
                        delete from ingest.usage_rollup r
                        using departing d
                        where r.month = d.month and r.event_type = d.event_type and r.customer_id = d.customer_id
                          and r.rate_plan_id is not distinct from d.rate_plan_id
                          and r.event_count = d.event_count
                        """).update(connection);
        Sql.of("""
                        update ingest.usage_rollup r
                        set event_count = r.event_count - d.event_count,
                            total_duration = r.total_duration - d.total_duration,
                            total_charge = r.total_charge - d.total_charge
                        from departing d
                        where r.month = d.month and r.event_type = d.event_type and r.customer_id = d.customer_id
                          and r.rate_plan_id is not distinct from d.rate_plan_id
                        """).update(connection);
        UsageTotals.recount(connection, "departing");
        Sql.of("drop table departing").update(connection);
    }
}
