package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.jdbc.Sql;

/** The day partitions of the facts: one table per UTC day, made when the day's first row comes. */
public final class UsageDays {

    private static final Logger LOG = Logger.getLogger(UsageDays.class);

    private static final String SCHEMA = "usage_day";
    private static final String PREFIX = "telco_billings_usage_";
    private static final String DETACHED = "detached_";

    /** A month; each has some locks, of which a server has a limited number. */
    private static final int DROPPED_AT_ONCE = 31;

    /** How long {@link #detach} waits for its turn unless somebody says otherwise. */
    static final Duration USUAL_PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private UsageDays() {}

    /** The qualified name of the day's table; safe to put into a statement. */
    public static String table(LocalDate day) {
        return SCHEMA + "." + name(day);
    }

    private static String name(LocalDate day) {
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

    /**
     * Takes the days out of the facts; their tables stay, under other names, until {@link #dropDetached}. Readers wait from
     * here until the commit, so it is to be the last thing before it.
     *
     * <p>It waits for its turn only a moment at a time: every reader that comes while we wait would wait behind us.
     *
     * @throws SQLException when it was not its turn within {@code patience}: lock not available
     */
    static void detach(Connection connection, List<LocalDate> days, Duration patience) throws SQLException {
        if (days.isEmpty()) {
            return;
        }
        lockOutReaders(connection, patience);
        for (LocalDate day : days) {
            Sql.of("alter table public.telco_billings_usage detach partition " + table(day))
                    .update(connection);
            // The day may come again before this table is dropped.
            Sql.of("alter table %s rename to %s%s_%s"
                            .formatted(table(day), DETACHED, transaction(connection), name(day)))
                    .update(connection);
        }
    }

    private static long transaction(Connection connection) throws SQLException {
        return Sql.of("select txid_current() as id").one(connection, row -> row.getLong("id"));
    }

    private static void lockOutReaders(Connection connection, Duration patience) throws SQLException {
        long end = System.nanoTime() + patience.toNanos();
        Sql.of("set local lock_timeout = '20ms'").update(connection);
        while (true) {
            Savepoint before = connection.setSavepoint();
            try {
                Sql.of("lock table public.telco_billings_usage in access exclusive mode")
                        .update(connection);
                return;
            } catch (SQLException e) {
                if (!new DatabaseException(e).isLockTimeout() || System.nanoTime() > end) {
                    throw e;
                }
                connection.rollback(before);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /**
     * Drops the tables of days that were detached, also by a process that died since. Nobody reads them, so nobody waits. One
     * that somebody's view depends on is emptied and stays.
     */
    public static void dropDetached(Database database) {
        List<String> tables = database.withConnection(
                connection -> Sql.of("""
                        select schemaname || '.' || tablename as name
                        from pg_tables
                        where schemaname = ? and starts_with(tablename, ?)
                        order by tablename
                        """, SCHEMA, DETACHED).list(connection, row -> row.getString("name")));
        for (int from = 0; from < tables.size(); from += DROPPED_AT_ONCE) {
            dropTogether(database, tables.subList(from, Math.min(tables.size(), from + DROPPED_AT_ONCE)));
        }
    }

    /** In one transaction, which is several times as fast as one for each. */
    private static void dropTogether(Database database, List<String> tables) {
        try {
            drop(database, String.join(", ", tables));
        } catch (DatabaseException e) {
            if (!e.isStillDependedOn()) {
                throw e;
            }
            tables.forEach(table -> dropOrEmpty(database, table));
        }
    }

    private static void dropOrEmpty(Database database, String table) {
        try {
            drop(database, table);
        } catch (DatabaseException e) {
            if (!e.isStillDependedOn()) {
                throw e;
            }
            LOG.warnf("%s holds a removed day and was emptied, but stays: %s", table, e.getMessage());
            database.inTransaction(
                    connection -> Sql.of("truncate table " + table).update(connection));
        }
    }

    private static void drop(Database database, String tables) {
        // Another instance may have been faster.
        database.inTransaction(
                connection -> Sql.of("drop table if exists " + tables).update(connection));
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
