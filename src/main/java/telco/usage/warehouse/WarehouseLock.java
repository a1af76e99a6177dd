package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import telco.usage.jdbc.Sql;

/**
 * One writer at a time: whoever changes facts, rollup and ledger takes this lock first, so that no two of them can
 * deadlock or count the same row. Readers never see it. It ends with the transaction, also when its client dies.
 */
public final class WarehouseLock {

    /** Any number that nobody else uses for an advisory lock in this database. */
    private static final long KEY = 7_355_608_016L;

    private WarehouseLock() {}

    /** Waits until no other transaction holds the lock, and holds it until the end of this one. */
    public static void acquire(Connection connection) throws SQLException {
        Sql.of("select pg_advisory_xact_lock(?)", KEY).one(connection, row -> true);
    }
}
