package telco.usage.retention;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;
import telco.usage.audit.Actor;
import telco.usage.audit.AuditAction;
import telco.usage.audit.AuditLog;
import telco.usage.jdbc.Database;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;
import telco.usage.warehouse.RetentionPolicy;

/** Shows what would go, and lets somebody agree to it. */
@Singleton
final class RetentionPlans {

    private static final Logger LOG = Logger.getLogger(RetentionPlans.class);

    private final Database database;
    private final RetentionPolicy policy;
    private final Clock clock;

    RetentionPlans(Database database, RetentionPolicy policy, Clock clock) {
        this.database = database;
        this.policy = policy;
        this.clock = clock;
    }

    /** The plan for the period that is set. */
    RetentionPlan present() {
        return of(policy.months());
    }

    /** The plan for another period, as if it were set. All of it is counted at one moment. */
    RetentionPlan of(int months) {
        return database.fromSnapshot(connection -> plan(connection, months, clock.instant()));
    }

    /**
     * Puts the period that is set in force although more than half of the rows go by it; they go soon.
     *
     * @param months must be the period that is set
     * @return the plan as it is then
     * @throws ProblemException STATE_CONFLICT when there is nothing to confirm, or another period is set
     */
    RetentionPlan confirm(int months, Actor actor, String why) {
        RetentionPlan plan = database.fromTransaction(connection -> {
            RetentionState.lock(connection);
            Instant now = clock.instant();
            RetentionPlan unconfirmed = plan(connection, months, now);
            requireConfirmable(unconfirmed);
            RetentionState.confirm(connection, months, actor, now);
            AuditLog.write(
                    connection,
                    actor,
                    AuditAction.CONFIRM_RETENTION,
                    null,
                    "Confirmed a retention period of %d months, by which %d of %d rows go: %s"
                            .formatted(months, unconfirmed.rows(), unconfirmed.totalRows(), why));
            return plan(connection, months, now);
        });
        LOG.infof("%s confirmed a retention period of %d months", actor.name(), months);
        return plan;
    }

    private RetentionPlan plan(Connection connection, int months, Instant now) throws SQLException {
        return RetentionPlan.of(
                connection, policy.enabled(), new Cut(RetentionPolicy.monthsBefore(now, months), months, null));
    }

    private void requireConfirmable(RetentionPlan plan) {
        if (!policy.enabled()) {
            throw conflict("Retention is off (ENABLE_RETENTION_POLICY): there is nothing to confirm.");
        }
        if (plan.periodMonths() != policy.months()) {
            throw conflict("RETENTION_PERIOD_MONTHS is %d, not %d: only the period that is set can be confirmed."
                    .formatted(policy.months(), plan.periodMonths()));
        }
        if (!plan.confirmationNeeded()) {
            throw conflict("There is nothing to confirm: GET /retention/plan shows what goes without it.");
        }
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(ProblemCode.STATE_CONFLICT, detail);
    }
}
