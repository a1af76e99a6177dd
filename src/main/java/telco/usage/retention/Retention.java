package telco.usage.retention;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import telco.usage.audit.Actor;
import telco.usage.audit.AuditAction;
import telco.usage.audit.AuditLog;
import telco.usage.jdbc.Database;
import telco.usage.warehouse.DetachedDays;
import telco.usage.warehouse.RetentionPolicy;
import telco.usage.warehouse.UsageDays;
import telco.usage.warehouse.UsageRemoval;
import telco.usage.warehouse.WarehouseLock;

/**
 * Removes what is too old: days as a whole, and exactly what is too old of the one day that the limit cuts. Each calendar
 * month is a transaction, which also records what goes with it, and so is the last day: whatever dies, what is recorded is
 * what went, and the next time goes on from there. Several may do it at once; each day goes once.
 */
@Singleton
final class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);

    private final Database database;
    private final RetentionPolicy policy;
    private final RemovalConfig config;
    private final RetentionTelling telling;
    private final Clock clock;

    Retention(Database database, RetentionPolicy policy, RemovalConfig config, RetentionTelling telling, Clock clock) {
        this.database = database;
        this.policy = policy;
        this.config = config;
        this.telling = telling;
        this.clock = clock;
    }

    /**
     * Removes what is older than {@code keepFrom}, unless somebody has to confirm the period first.
     *
     * @param runId the run behind which it happens; null when it happens by itself
     * @param checkpoint called between two transactions; what it throws ends the work there
     * @return the plan that somebody has to confirm, and nothing was removed; empty when all is removed
     * @throws telco.usage.jdbc.DatabaseException when it fails; what was removed until then stays so
     */
    Optional<RetentionPlan> perform(Instant keepFrom, Integer runId, Runnable checkpoint) {
        Cut cut = new Cut(keepFrom, policy.months(), runId);
        Optional<RetentionPlan> unconfirmed = database.fromLongTransaction(connection -> putInForce(connection, cut));
        if (unconfirmed.isEmpty()) {
            remove(cut, checkpoint);
            database.inTransaction(connection -> {
                RetentionState.succeeded(connection, clock.instant());
                telling.succeeded(connection, cut);
            });
        }
        return unconfirmed;
    }

    /** The plan that somebody has to confirm before the period can be in force. */
    private static Optional<RetentionPlan> putInForce(Connection connection, Cut cut) throws SQLException {
        RetentionState state = RetentionState.lock(connection);
        if (state.isShortenedBy(cut.periodMonths())) {
            RetentionPlan plan = RetentionPlan.of(connection, true, cut);
            if (plan.confirmationNeeded()) {
                return Optional.of(plan);
            }
        }
        if (state.periodMonths() == null || state.periodMonths() != cut.periodMonths()) {
            RetentionState.putInForce(connection, cut.periodMonths());
        }
        return Optional.empty();
    }

    private void remove(Cut cut, Runnable checkpoint) {
        // What a process left that died behind its commit.
        DetachedDays.drop(database);
        long rows = 0;
        for (YearMonth month : monthsThatGo(cut)) {
            checkpoint.run();
            rows += database.fromLongTransaction(connection -> dropDays(connection, cut, month));
            DetachedDays.drop(database);
        }
        checkpoint.run();
        rows += database.fromLongTransaction(connection -> deleteOfBoundaryDay(connection, cut));
        LOG.infof(
                "Retention %s removed %d rows, all older than %s",
                cut.runId() == null ? "by itself" : "behind run " + cut.runId(), rows, cut.keepFrom());
    }

    private List<YearMonth> monthsThatGo(Cut cut) {
        return database.withConnection(UsageDays::existing).stream()
                .filter(day -> day.isBefore(cut.boundaryDay()))
                .map(YearMonth::from)
                .distinct()
                .toList();
    }

    private long dropDays(Connection connection, Cut cut, YearMonth month) throws SQLException {
        WarehouseLock.acquire(connection);
        // Others may have removed some of them before we had the lock.
        Predicate<LocalDate> goes =
                day -> day.isBefore(cut.boundaryDay()) && YearMonth.from(day).equals(month);
        List<LocalDate> days =
                UsageDays.existing(connection).stream().filter(goes).toList();
        if (days.isEmpty()) {
            return 0;
        }
        List<Departure> departures = Departure.ofWholeDays(connection, days);
        long rows = Departure.rows(departures);
        UsageRemoval removal = UsageRemoval.begin(connection, days);
        record(connection, cut, departures, "Dropped %d days of %s with %d rows".formatted(days.size(), month, rows));
        removal.finish(config.patience());
        return rows;
    }

    private long deleteOfBoundaryDay(Connection connection, Cut cut) throws SQLException {
        WarehouseLock.acquire(connection);
        List<Departure> departures = Departure.ofBoundaryDay(connection, cut.keepFrom());
        if (departures.isEmpty()) {
            return 0;
        }
        UsageRemoval removal = UsageRemoval.begin(connection);
        long rows = removal.rows(cut.boundaryDay(), "event_start_time < ?", cut.keepFrom());
        record(
                connection,
                cut,
                departures,
                "Deleted %d rows of %s, all before %s".formatted(rows, cut.boundaryDay(), cut.keepFrom()));
        removal.finish(config.patience());
        return rows;
    }

    private void record(Connection connection, Cut cut, List<Departure> departures, String detail) throws SQLException {
        RetentionRecords.write(connection, cut, departures, clock.instant());
        AuditLog.write(connection, Actor.SERVICE, AuditAction.RETENTION, cut.runId(), detail);
    }
}
