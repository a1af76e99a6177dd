package telco.usage.revert;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import telco.usage.jdbc.DatabaseException;
import telco.usage.jdbc.Sql;
import telco.usage.warehouse.Rollup;
import telco.usage.warehouse.UsageDays;

/**
 * The days in which a run's rows are. From days that it shares its rows are deleted, days that are its alone are dropped: of
 * a run that brought new days nearly all rows go without being touched.
 */
final class RevertedDays {

    private static final int MOST_TRIES = 200;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final int runId;
    private final List<LocalDate> shared = new ArrayList<>();
    private final List<LocalDate> own = new ArrayList<>();

    /** @param days those with the run's rows, under the warehouse's lock */
    RevertedDays(Connection connection, int runId, List<LocalDate> days) throws SQLException {
        this.runId = runId;
        for (LocalDate day : days) {
            (isShared(connection, day) ? shared : own).add(day);
        }
    }

    private boolean isShared(Connection connection, LocalDate day) throws SQLException {
        return Sql.of(
                        "select exists (select from %s where run_id <> ?) as shared".formatted(UsageDays.table(day)),
                        runId)
                .one(connection, row -> row.getBoolean("shared"));
    }

    /** Removes the run's rows, from the rollup too. Readers wait for as long as dropping empty tables takes, at the end. */
    void remove(Connection connection) throws SQLException {
        Rollup.subtract(connection, own, "true");
        Rollup.subtract(connection, shared, "run_id = ?", runId);
        for (LocalDate day : shared) {
            Sql.of("delete from %s where run_id = ?".formatted(UsageDays.table(day)), runId)
                    .update(connection);
        }
        if (!own.isEmpty()) {
            lockOutReaders(connection);
        }
        for (LocalDate day : own) {
            UsageDays.drop(connection, day);
        }
    }

    /**
     * Waits for its turn only a moment at a time: every reader that comes while we wait would wait behind us.
     *
     * @throws SQLException when it was not its turn within some 30 seconds: lock not available
     */
    private static void lockOutReaders(Connection connection) throws SQLException {
        Sql.of("set local lock_timeout = '50ms'").update(connection);
        for (int tries = 1; ; tries++) {
            Savepoint before = connection.setSavepoint();
            try {
                Sql.of("lock table public.telco_billings_usage in access exclusive mode")
                        .update(connection);
                return;
            } catch (SQLException e) {
                if (!new DatabaseException(e).isLockTimeout() || tries == MOST_TRIES) {
                    throw e;
                }
                connection.rollback(before);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    int count() {
        return shared.size() + own.size();
    }
}
