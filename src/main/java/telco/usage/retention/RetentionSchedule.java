package telco.usage.retention;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.jdbc.Sql;
import telco.usage.warehouse.RetentionPolicy;

/** Has retention happen when no load has for RETENTION_INTERVAL: days grow too old also while no file comes. */
@Singleton
final class RetentionSchedule {

    private static final Logger LOG = Logger.getLogger(RetentionSchedule.class);

    /** Whoever has it does the work; the other instances need not try. */
    private static final long LOCK = 7_355_608_026L;

    private final Retention retention;
    private final RetentionPolicy policy;
    private final RemovalConfig config;
    private final RetentionTelling telling;
    private final Database database;
    private final Clock clock;

    RetentionSchedule(
            Retention retention,
            RetentionPolicy policy,
            RemovalConfig config,
            RetentionTelling telling,
            Database database,
            Clock clock) {
        this.retention = retention;
        this.policy = policy;
        this.config = config;
        this.telling = telling;
        this.database = database;
        this.clock = clock;
    }

    /** Has retention happen if it is due. Whatever goes wrong is tried again in a while. */
    void check() {
        Optional<Instant> keepFrom = policy.keepFrom(clock);
        if (keepFrom.isEmpty() || config.interval().isZero()) {
            return;
        }
        try {
            database.withConnection(connection -> {
                if (isDue(connection) && lock(connection)) {
                    performLocked(connection, keepFrom.get());
                }
                return null;
            });
        } catch (DatabaseException e) {
            LOG.warnf("Retention was not possible and is tried again: %s", e.getMessage());
        }
    }

    private boolean isDue(Connection connection) throws SQLException {
        return RetentionState.read(connection).isDue(clock.instant(), config.interval());
    }

    /** The lock belongs to the connection and not to a transaction: one that is silent for a minute would be ended. */
    private static boolean lock(Connection connection) throws SQLException {
        return Sql.of("select pg_try_advisory_lock(?) as is_mine", LOCK)
                .one(connection, row -> row.getBoolean("is_mine"));
    }

    private void performLocked(Connection connection, Instant keepFrom) throws SQLException {
        try {
            // Another instance may have done it before we had the lock.
            if (isDue(connection)) {
                perform(keepFrom);
            }
        } finally {
            Sql.of("select pg_advisory_unlock(?)", LOCK).first(connection, row -> null);
        }
    }

    private void perform(Instant keepFrom) {
        try {
            retention
                    .perform(keepFrom, null, () -> {})
                    .ifPresent(plan -> database.inTransaction(connection -> telling.unconfirmed(connection, plan)));
        } catch (DatabaseException e) {
            if (e.canPass() && !e.isLockTimeout()) {
                throw e;
            }
            LOG.warnf(e, "Retention failed");
            database.inTransaction(connection -> {
                RetentionState.failed(connection, clock.instant(), e.getMessage());
                telling.failed(connection, keepFrom, e.getMessage());
            });
        }
    }
}
