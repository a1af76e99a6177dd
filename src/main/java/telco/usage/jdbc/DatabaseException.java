package telco.usage.jdbc;

import java.sql.SQLException;
import java.util.Set;

/** The database refused or could not be reached. */
public final class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Classes of SQLSTATE: connection, out of resources, operator intervention (shutdown, cancel), system error. */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "53", "57", "58");

    /**
     * Serialization failure, deadlock, lock not available, a transaction that was silent for too long, a server that only
     * reads: after a failover the old primary may still be the one that answers.
     */
    private static final Set<String> PASSING_STATES = Set.of("40001", "40P01", "55P03", "25P03", "25006");

    private final String sqlState;

    public DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
        // Agroal's own failures (no connection within the time allowed) carry no state.
        this.sqlState = cause.getSQLState() == null ? "08000" : cause.getSQLState();
    }

    /** True when the same work may succeed later: the server was away, full, or busy with somebody else's lock. */
    public boolean canPass() {
        return PASSING_CLASSES.contains(sqlState.substring(0, 2)) || PASSING_STATES.contains(sqlState);
    }

    /** True when somebody else's lock did not go within lock_timeout. */
    public boolean isLockTimeout() {
        return sqlState.equals("55P03");
    }

    /** True when something is not dropped because somebody else's object needs it. */
    public boolean isStillDependedOn() {
        return sqlState.equals("2BP01");
    }
}
