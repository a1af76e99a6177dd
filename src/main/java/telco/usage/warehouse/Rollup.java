package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
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

    /**
     * Subtracts facts before they are deleted.
     *
     * @param days where they are
     * @param condition which of the rows there, in SQL
     * @param values bound in the condition, of each day
     */
    public static void subtract(Connection connection, List<LocalDate> days, String condition, Object... values)
            throws SQLException {
        collect(connection, days, condition, values);
        // Groups go when their last event goes: first the empty, then the shrinking ones, as the CHECK wants at least
        // one.
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

    /** Adds the facts up by group, in a temporary table: day by day, so that nothing of the file's size is sorted. */
    private static void collect(Connection connection, List<LocalDate> days, String condition, Object... values)
            throws SQLException {
        Sql.of("""
                        create temporary table departing_of_day (
                            month varchar(7) not null,
                            event_type varchar(50) not null,
                            rate_plan_id integer,
                            customer_id integer not null,
                            event_count bigint not null,
                            total_duration numeric not null,
                            total_charge numeric not null
                        ) on commit drop
                        """).update(connection);
        for (LocalDate day : days) {
            Sql.of("""
                            insert into departing_of_day
                                (month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge)
                            select month, event_type, rate_plan_id, customer_id, count(*),
                                   coalesce(sum(duration::numeric), 0), coalesce(sum(charge), 0)
                            from %s
                            where %s
                            group by month, event_type, rate_plan_id, customer_id
                            """.formatted(UsageDays.table(day), condition), values).update(connection);
        }
        Sql.of("analyze departing_of_day").update(connection);
        Sql.of("""
                        create temporary table departing on commit drop as
                        select month, event_type, rate_plan_id, customer_id, sum(event_count)::bigint as event_count,
                               sum(total_duration) as total_duration, sum(total_charge) as total_charge
                        from departing_of_day
                        group by month, event_type, rate_plan_id, customer_id
                        """).update(connection);
        Sql.of("analyze departing").update(connection);
        Sql.of("drop table departing_of_day").update(connection);
    }
}
