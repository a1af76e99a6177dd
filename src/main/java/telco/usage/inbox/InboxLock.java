package telco.usage.inbox;

import java.sql.Connection;
import java.sql.SQLException;
import telco.usage.jdbc.Sql;

/**
 * Whoever moves files of the inbox holds this lock: instances and threads that share a folder take turns, so that none
 * misjudges what another has half done. It belongs to the transaction and ends with it, however that ends.
 */
public final class InboxLock {

    /** Any number that nobody else uses for an advisory lock in this database. */
    private static final long KEY = 0x7E1C0_1B0CL;

    private InboxLock() {}

    /** False when somebody else has it: do nothing now, the next poll comes. */
    public static boolean tryAcquire(Connection connection) throws SQLException {
        return Sql.of("select pg_try_advisory_xact_lock(?) as acquired", KEY)
                .one(connection, row -> row.getBoolean("acquired"));
    }
}
