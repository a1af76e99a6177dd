package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import telco.usage.jdbc.Sql;

/**
 * Events by month, type, rate plan and customer, with the days they were on, and all that follows from it: the totals that
 * the views read, and the dimensions. Changed by the transaction that changes the facts, so that all of it is equal to them
 * at every commit. {@link UsageRemoval} is its other half.
 */
public final class Rollup {

    private Rollup() {}

    /**
     * Adds what new facts add up to. Reads no facts and touches only what they touch.
     *
     * @param groups a table with the rollup's columns, in which a group may come in parts, and {@code absent_days}: days that
     *     are set in a part and yet have no event of the group
     * @param dayTotals a table with the columns of {@code ingest.usage_by_day}, in which a group may come in parts too
     */
    public static void add(Connection connection, String groups, String dayTotals) throws SQLException {
        RollupChange.create(connection);
        Sql.of("""
                        insert into rollup_change
                            (month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge, event_days)
                        select month, event_type, rate_plan_id, customer_id, sum(event_count), sum(total_duration),
                               sum(total_charge), bit_or(event_days) & ~bit_or(absent_days)
                        from %s added
                        group by month, event_type, rate_plan_id, customer_id
                        having sum(event_count) > 0
                        """.formatted(groups)).update(connection);
        RollupChange.analyze(connection);
        // Who is new in a total is who the rollup does not have yet.
        UsageTotals.add(connection);
        RatePlanDimension.add(connection);
        Sql.of("""
                        insert into ingest.usage_rollup as r
                            (month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge, event_days)
                        select month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge, event_days
                        from rollup_change
                        order by month, event_type, customer_id
                        on conflict (month, event_type, customer_id, coalesce(rate_plan_id, 0), (rate_plan_id is null))
                        do update set
                            event_count = r.event_count + excluded.event_count,
                            total_duration = r.total_duration + excluded.total_duration,
                            total_charge = r.total_charge + excluded.total_charge,
                            event_days = r.event_days | excluded.event_days
                        """).update(connection);
        CustomerDimension.add(connection);
        DayTotals.add(connection, dayTotals);
        RollupChange.drop(connection);
        WarehouseVersion.advance(connection);
    }

    /**
     * Subtracts the change, but for what was taken out of the rollup already.
     *
     * @param groups how many groups that are; the rollup has at least as many events of each
     */
    static void subtractChange(Connection connection, long groups) throws SQLException {
        // Groups go when their last event goes: first the empty, then the shrinking ones, as the CHECK wants at least
        // one.
        long gone = Sql.of("""
                        delete from ingest.usage_rollup r
                        using rollup_change c
                        where not c.taken and r.month = c.month and r.event_type = c.event_type
                          and r.customer_id = c.customer_id and r.rate_plan_id is not distinct from c.rate_plan_id
                          and r.event_count = c.event_count
                        """).update(connection);
        if (gone < groups) {
            Sql.of("""
                            update ingest.usage_rollup r
                            set event_count = r.event_count - c.event_count,
                                total_duration = r.total_duration - c.total_duration,
                                total_charge = r.total_charge - c.total_charge,
                                event_days = r.event_days & ~c.event_days
                            from rollup_change c
                            where not c.taken and r.month = c.month and r.event_type = c.event_type
                              and r.customer_id = c.customer_id and r.rate_plan_id is not distinct from c.rate_plan_id
                            """).update(connection);
        }
        UsageTotals.subtract(connection);
        RatePlanDimension.subtract(connection);
        CustomerDimension.subtract(connection);
    }
}
