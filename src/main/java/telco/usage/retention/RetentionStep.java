package telco.usage.retention;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import telco.usage.audit.Actor;
import telco.usage.audit.AuditAction;
import telco.usage.audit.AuditLog;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.run.Attempt;
import telco.usage.run.Disposition;
import telco.usage.run.Finding;
import telco.usage.run.Severity;
import telco.usage.run.Step;
import telco.usage.run.StepName;
import telco.usage.run.StepState;
import telco.usage.warehouse.RetentionPolicy;
import telco.usage.warehouse.UsageDays;
import telco.usage.warehouse.UsageRemoval;
import telco.usage.warehouse.WarehouseLock;

/**
 * RETENTION: drops days that are too old as a whole and deletes exactly in the one day that the limit cuts. Each day is a
 * transaction of its own, so none is long. The run's rows are published by now: a failure that does not pass is a finding,
 * not the run's end.
 */
@Singleton
final class RetentionStep implements Step {

    private static final Logger LOG = Logger.getLogger(RetentionStep.class);

    private static final int MOST_TRIES = 200;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Database database;
    private final RetentionPolicy policy;
    private final Clock clock;

    RetentionStep(Database database, RetentionPolicy policy, Clock clock) {
        this.database = database;
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public StepName name() {
        return StepName.RETENTION;
    }

    @Override
    public StepState perform(Attempt attempt) {
        Optional<Instant> keepFrom = policy.keepFrom(clock);
        if (keepFrom.isEmpty() || attempt.run().validateOnly()) {
            return StepState.SKIPPED;
        }
        try {
            removeBefore(attempt, keepFrom.get());
            return StepState.SUCCEEDED;
        } catch (DatabaseException e) {
            if (e.canPass() && !e.isLockTimeout()) {
                // The run is tried again from here; locks have been waited for long enough already.
                throw e;
            }
            LOG.warnf(e, "%s: retention failed", attempt.run().label());
            attempt.add(new Finding(
                    "retention_failed",
                    Severity.WARNING,
                    1,
                    attempt.tally().rows(Disposition.READ),
                    "Rows older than %s may still be there: %s. The next run tries again."
                            .formatted(keepFrom.get(), e.getMessage())));
            return StepState.FAILED;
        }
    }

    private void removeBefore(Attempt attempt, Instant keepFrom) {
        LocalDate boundary = keepFrom.atOffset(ZoneOffset.UTC).toLocalDate();
        List<LocalDate> days = database.withConnection(UsageDays::existing);
        int dropped = 0;
        long deleted = 0;
        for (LocalDate day : days) {
            attempt.checkpoint();
            if (day.isBefore(boundary)) {
                dropPatiently(attempt, day);
                dropped++;
            } else if (day.equals(boundary)) {
                deleted = database.fromTransaction(connection -> delete(connection, attempt, day, keepFrom));
            }
        }
        UsageDays.dropDetached(database);
        LOG.infof(
                "%s: retention dropped %d days and deleted %d rows, all older than %s",
                attempt.run().label(), dropped, deleted, keepFrom);
    }

    /**
     * Detaching waits for every reader of the facts, and every new reader waits behind it: so it waits only a moment, and
     * tries again when it was not its turn.
     */
    private void dropPatiently(Attempt attempt, LocalDate day) {
        for (int tries = 1; ; tries++) {
            attempt.checkpoint();
            try {
                database.inTransaction(connection -> drop(connection, attempt, day));
                return;
            } catch (DatabaseException e) {
                if (!e.isLockTimeout() || tries == MOST_TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static void drop(Connection connection, Attempt attempt, LocalDate day) throws SQLException {
        WarehouseLock.acquire(connection);
        UsageRemoval removal = UsageRemoval.begin(connection);
        removal.wholeDays(List.of(day));
        audit(connection, attempt, "Dropped all rows of " + day);
        removal.finish();
    }

    private static long delete(Connection connection, Attempt attempt, LocalDate day, Instant keepFrom)
            throws SQLException {
        WarehouseLock.acquire(connection);
        UsageRemoval removal = UsageRemoval.begin(connection);
        long deleted = removal.rows(day, "event_start_time < ?", keepFrom);
        removal.finish();
        if (deleted > 0) {
            audit(connection, attempt, "Deleted %d rows of %s, all before %s".formatted(deleted, day, keepFrom));
        }
        return deleted;
    }

    private static void audit(Connection connection, Attempt attempt, String detail) throws SQLException {
        AuditLog.write(connection, Actor.SERVICE, AuditAction.RETENTION, attempt.runId(), detail);
    }
}
