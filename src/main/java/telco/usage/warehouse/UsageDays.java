package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import telco.usage.jdbc.Sql;

/** The day partitions of the facts: one table per UTC day, made when the day's first row comes. */
public final class UsageDays {

    static final String SCHEMA = "usage_day";
    private static final String PREFIX = "telco_billings_usage_";

    private UsageDays() {}

    /** The qualified name of the day's table; safe to put into a statement. */
    public static String table(LocalDate day) {
        return SCHEMA + "." + name(day);
    }

    static String name(LocalDate day) {
        return PREFIX + day.toString().replace('-', '_');
    }

    /** The days that have a table, oldest first. */
    public static List<LocalDate> existing(Connection connection) throws SQLException {
        return Sql.of("""
                        select replace(substr(c.relname, ?), '_', '-') as day
                        from pg_inherits i
                        join pg_class c on c.oid = i.inhrelid
                        where i.inhparent = 'public.telco_billings_usage'::regclass
                        order by c.relname
                        """, PREFIX.length() + 1).list(connection, row -> LocalDate.parse(row.getString("day")));
    }

    /**
     * Makes an empty table with the columns of the facts, to be filled, finished and attached. Its checks are there from
     * the beginning: testing them on each row as it comes costs a fifth of reading all rows again for them, and thanks to
     * them attaching the table need not read it either.
     */
    public static void createDetached(Connection connection, String table, LocalDate day) throws SQLException {
        Sql.of("""
                        create table %s (
                            like public.telco_billings_usage including defaults,
                            constraint time_of_day check (event_start_time >= '%s' and event_start_time < '%s'),
                            constraint month_of_day check (month in (%s))
                        )
                        """.formatted(table, start(day), start(day.plusDays(1)), monthsOf(day)))
                .update(connection);
    }

    /** Gives a filled table the indexes of the facts: the key, which fails if it is not unique, and the customers. */
    public static void finishDetached(Connection connection, String table) throws SQLException {
        // Days are finished side by side already: workers for one index would only take the cores from the others.
        Sql.of("set local max_parallel_maintenance_workers = 0").update(connection);
        Sql.of("alter table " + table + " add primary key (event_start_time, event_uuid)")
                .update(connection);
        Sql.of("create index on " + table + " (customer_id)").update(connection);
    }

    /**
     * Makes the finished table the day's partition. Locks out neither readers nor writers of other days: only DDL on the
     * facts waits until this transaction ends.
     */
    public static void attach(Connection connection, String table, LocalDate day) throws SQLException {
        String detached = table.substring(table.indexOf('.') + 1);
        Sql.of("alter table " + table + " set schema " + SCHEMA).update(connection);
        Sql.of("alter table %s.%s rename to %s".formatted(SCHEMA, detached, name(day)))
                .update(connection);
        Sql.of("alter table public.telco_billings_usage attach partition %s for values from ('%s') to ('%s')"
                        .formatted(table(day), start(day), start(day.plusDays(1))))
                .update(connection);
        // The bounds say the same from here on.
        Sql.of("alter table " + table(day) + " drop constraint time_of_day").update(connection);
    }

    /** When the day begins: midnight UTC. */
    public static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /**
     * The billing months that events of a UTC day can have, for a CHECK by which a filter on month skips the table: local
     * time is less than a day away from UTC.
     */
    private static String monthsOf(LocalDate day) {
        return List.of(day.minusDays(1), day, day.plusDays(1)).stream()
                .map(YearMonth::from)
                .distinct()
                .map(month -> "'" + month + "'")
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
    }
}
