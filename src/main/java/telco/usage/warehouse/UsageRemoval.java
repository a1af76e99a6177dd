package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import telco.usage.jdbc.Sql;

/**
 * Takes facts out of the warehouse, and out of all that is added up from them, in the caller's transaction and under the
 * {@link WarehouseLock}. Say what is to go, then {@link #finish()}: whole days are detached only then, as the last thing,
 * for readers wait from there until the commit. What they leave is removed by {@link DetachedDays#drop} afterwards.
 */
public final class UsageRemoval {

    private final Connection connection;
    private final List<LocalDate> wholeDays;

    private UsageRemoval(Connection connection, List<LocalDate> wholeDays) {
        this.connection = connection;
        this.wholeDays = wholeDays;
    }

    /** Nothing goes as a whole. */
    public static UsageRemoval begin(Connection connection) throws SQLException {
        return begin(connection, List.of());
    }

    /**
     * All of these days go, and their tables. Of each month whichever is less is read: its rows that go, or its rows that
     * stay. When the whole month goes, that is none. They are named before anything else goes, because rows that have gone
     * from other days already would not be among those that stay.
     */
    public static UsageRemoval begin(Connection connection, List<LocalDate> wholeDays) throws SQLException {
        RollupChange.create(connection);
        Sql.of("""
                        create temporary table departing (
                            like rollup_change including defaults
                        ) on commit drop
                        """).update(connection);
        Sql.of("""
                        create temporary table departing_by_day (
                            like ingest.usage_by_day
                        ) on commit drop
                        """).update(connection);
        for (DepartingMonth month : DepartingMonth.of(connection, wholeDays)) {
            month.collect(connection);
        }
        DayTotals.forget(connection, wholeDays);
        return new UsageRemoval(connection, wholeDays);
    }

    /**
     * Rows of a day go that other rows stay of.
     *
     * @param condition which of them, in SQL
     * @param values bound in it
     * @return how many they are
     */
    public long rows(LocalDate day, String condition, Object... values) throws SQLException {
        long removed = departed(UsageDays.table(day), condition, values);
        if (removed > 0) {
            collectDeparted(day);
        }
        Sql.of("drop table departed").update(connection);
        return removed;
    }

    /**
     * All rows of a customer go.
     *
     * @return how many they are
     */
    public long customer(int customerId) throws SQLException {
        long removed = departed("public.telco_billings_usage", "customer_id = ?", customerId);
        Sql.of("""
                        insert into departing
                            (month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge, event_days)
                        select month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge, event_days
                        from ingest.usage_rollup
                        where customer_id = ?
                        """, customerId).update(connection);
        collectDays();
        Sql.of("drop table departed").update(connection);
        return removed;
    }

    /** Deletes the rows and keeps in a temporary table what they add up to. */
    private long departed(String table, String condition, Object... values) throws SQLException {
        Sql.of("""
                        create temporary table departed (
                            day date not null,
                            month varchar(7) not null,
                            event_type varchar(50) not null,
                            rate_plan_id integer,
                            customer_id integer not null,
                            charge_class smallint not null,
                            duration_class smallint not null,
                            event_count bigint not null,
                            total_duration numeric not null,
                            total_charge numeric not null
                        ) on commit drop
                        """).update(connection);
        Sql.of("""
                        with deleted as (
                            delete from %s
                            where %s
                            returning event_start_time, month, event_type, rate_plan_id, customer_id, charge, duration
                        )
                        insert into departed
                            (day, month, event_type, rate_plan_id, customer_id, charge_class, duration_class, event_count,
                             total_duration, total_charge)
                        select (event_start_time at time zone 'UTC')::date as day, month, event_type, rate_plan_id,
                               customer_id, ingest.charge_class(charge) as charge_class,
                               ingest.duration_class(duration) as duration_class, count(*),
                               %s, coalesce(sum(charge), 0)
                        from deleted
                        group by 1, 2, 3, 4, 5, 6, 7
                        """.formatted(table, condition, ExactSum.DURATION), values).update(connection);
        Sql.of("analyze departed").update(connection);
        return Sql.of("select coalesce(sum(event_count), 0)::bigint as removed from departed")
                .one(connection, row -> row.getLong("removed"));
    }

    /** A group leaves the day when none of its rows is left there. */
    private void collectDeparted(LocalDate day) throws SQLException {
        Sql.of("""
                        insert into departing
                            (month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge, event_days)
                        select d.month, d.event_type, d.rate_plan_id, d.customer_id, d.event_count, d.total_duration,
                               d.total_charge,
                               case when s.customer_id is null then ingest.day_bit(d.month, ?::date) else 0 end
                        from (
                            select month, event_type, rate_plan_id, customer_id, sum(event_count) as event_count,
                                   sum(total_duration) as total_duration, sum(total_charge) as total_charge
                            from departed
                            group by month, event_type, rate_plan_id, customer_id
                        ) d
                        left join (
                            select distinct month, event_type, rate_plan_id, customer_id
                            from %s
                        ) s
                            on s.month = d.month and s.event_type = d.event_type and s.customer_id = d.customer_id
                            and coalesce(s.rate_plan_id, 0) = coalesce(d.rate_plan_id, 0)
                            and (s.rate_plan_id is null) = (d.rate_plan_id is null)
                        """.formatted(UsageDays.table(day)), day.toString()).update(connection);
        collectDays();
    }

    private void collectDays() throws SQLException {
        Sql.of("""
                        insert into departing_by_day
                            (day, month, event_type, charge_class, duration_class, event_count, total_duration, total_charge)
                        select day, month, event_type, charge_class, duration_class, sum(event_count), sum(total_duration),
                               sum(total_charge)
                        from departed
                        group by day, month, event_type, charge_class, duration_class
                        """).update(connection);
    }

    /**
     * Subtracts all that was said, and detaches the whole days.
     *
     * @throws SQLException lock not available, when some reader has held the facts for half a minute
     */
    public void finish() throws SQLException {
        finish(DetachedDays.USUAL_PATIENCE);
    }

    /**
     * The same, with another limit to how long it waits for readers.
     *
     * @throws SQLException lock not available, when some reader has held the facts for longer
     */
    public void finish(Duration patience) throws SQLException {
        long groups = Sql.of("""
                        insert into rollup_change
                            (month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge, event_days)
                        select month, event_type, rate_plan_id, customer_id, sum(event_count), sum(total_duration),
                               sum(total_charge), bit_or(event_days)
                        from departing
                        group by month, event_type, rate_plan_id, customer_id
                        having sum(event_count) > 0
                        """).update(connection);
        RollupChange.analyze(connection);
        Rollup.subtractChange(connection, groups);
        DayTotals.subtract(connection, "departing_by_day");
        DayTotals.refreshDimensions(connection);
        RollupChange.drop(connection);
        Sql.of("drop table departing, departing_by_day").update(connection);
        WarehouseVersion.advance(connection);
        DetachedDays.detach(connection, wholeDays, patience);
    }
}
