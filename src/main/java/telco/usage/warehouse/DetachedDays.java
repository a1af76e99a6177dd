package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.jdbc.Sql;

/** Days that have left the facts: out of sight with the transaction that removes them, and then dropped when nobody waits. */
public final class DetachedDays {

    private static final Logger LOG = Logger.getLogger(DetachedDays.class);

    private static final String PREFIX = "detached_";

    /** A month; each has some locks, of which a server has a limited number. */
    private static final int DROPPED_AT_ONCE = 31;

    /** How long {@link #detach} waits for its turn unless somebody says otherwise. */
    static final Duration USUAL_PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private DetachedDays() {}

    /**
     * Takes the days out of the facts; their tables stay, under other names, until {@link #drop}. Readers wait from
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
            Sql.of("alter table public.telco_billings_usage detach partition " + UsageDays.table(day))
                    .update(connection);
            // The day may come again before this table is dropped.
            Sql.of("alter table %s rename to %s%s_%s"
                            .formatted(UsageDays.table(day), PREFIX, transaction(connection), UsageDays.name(day)))
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
    public static void drop(Database database) {
        drop(database, "true", Duration.ZERO);
    }

    /**
     * The same for those that still hold rows, as when a process died behind the commit that detached them. Waits for nobody
     * for long.
     *
     * @throws DatabaseException lock not available, when somebody has one of them: the next time gets it
     */
    public static void dropLeft(Database database) {
        drop(database, "pg_relation_size(c.oid) > 0", Duration.ofSeconds(1));
    }

    /** @param patience how long to wait for somebody who has a table; zero for as long as an answer may take */
    private static void drop(Database database, String condition, Duration patience) {
        List<String> tables = inTransaction(
                database,
                patience,
                connection -> Sql.of("""
                        select n.nspname || '.' || c.relname as name
                        from pg_class c
                        join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = ? and starts_with(c.relname, ?) and c.relkind = 'r' and %s
                        order by name
                        """.formatted(condition), UsageDays.SCHEMA, PREFIX)
                        .list(connection, row -> row.getString("name")));
        for (int from = 0; from < tables.size(); from += DROPPED_AT_ONCE) {
            dropTogether(database, tables.subList(from, Math.min(tables.size(), from + DROPPED_AT_ONCE)), patience);
        }
    }

    /** In one transaction, which is several times as fast as one for each. */
    private static void dropTogether(Database database, List<String> tables, Duration patience) {
        try {
            dropTables(database, String.join(", ", tables), patience);
        } catch (DatabaseException e) {
            if (!e.isStillDependedOn()) {
                throw e;
            }
            tables.forEach(table -> dropOrEmpty(database, table, patience));
        }
    }

    private static void dropOrEmpty(Database database, String table, Duration patience) {
        try {
            dropTables(database, table, patience);
        } catch (DatabaseException e) {
            if (!e.isStillDependedOn()) {
                throw e;
            }
            LOG.warnf("%s holds a removed day and was emptied, but stays: %s", table, e.getMessage());
            inTransaction(
                    database,
                    patience,
                    connection -> Sql.of("truncate table " + table).update(connection));
        }
    }

    private static void dropTables(Database database, String tables, Duration patience) {
        // Another instance may have been faster.
        inTransaction(
                database,
                patience,
                connection -> Sql.of("drop table if exists " + tables).update(connection));
    }

    private static <T> T inTransaction(Database database, Duration patience, Database.Query<T> query) {
        return database.fromTransaction(connection -> {
            Sql.of("set local lock_timeout = " + patience.toMillis()).update(connection);
            return query.on(connection);
        });
    }
}
