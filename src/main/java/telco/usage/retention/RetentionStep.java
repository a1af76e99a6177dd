package telco.usage.retention;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import telco.usage.jdbc.DatabaseException;
import telco.usage.run.Attempt;
import telco.usage.run.Disposition;
import telco.usage.run.Finding;
import telco.usage.run.Severity;
import telco.usage.run.Step;
import telco.usage.run.StepName;
import telco.usage.run.StepState;
import telco.usage.warehouse.RetentionPolicy;

/**
 * RETENTION: removes what is too old behind each load. The run's rows are published by now: a failure that does not pass is
 * a finding, not the run's end.
 */
@Singleton
final class RetentionStep implements Step {

    private static final Logger LOG = Logger.getLogger(RetentionStep.class);

    private final Retention retention;
    private final RetentionPolicy policy;
    private final RemovalConfig config;
    private final Clock clock;

    RetentionStep(Retention retention, RetentionPolicy policy, RemovalConfig config, Clock clock) {
        this.retention = retention;
        this.policy = policy;
        this.config = config;
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
            Optional<RetentionPlan> unconfirmed =
                    retention.perform(keepFrom.get(), attempt.runId(), attempt::checkpoint);
            unconfirmed.ifPresent(plan -> attempt.add(unconfirmed(plan)));
            return unconfirmed.isPresent() ? StepState.SKIPPED : StepState.SUCCEEDED;
        } catch (DatabaseException e) {
            if (e.canPass() && !e.isLockTimeout()) {
                // The run is tried again from here; locks have been waited for long enough already.
                throw e;
            }
            LOG.warnf(e, "%s: retention failed", attempt.run().label());
            attempt.add(failed(attempt, keepFrom.get(), e));
            return StepState.FAILED;
        }
    }

    private Finding unconfirmed(RetentionPlan plan) {
        return new Finding(
                "retention_unconfirmed",
                Severity.WARNING,
                plan.rows(),
                plan.totalRows(),
                Unconfirmed.sentence(plan) + " " + Unconfirmed.advice(plan, config.publicUrl()));
    }

    private static Finding failed(Attempt attempt, Instant keepFrom, DatabaseException e) {
        return new Finding(
                "retention_failed",
                Severity.WARNING,
                1,
                attempt.tally().rows(Disposition.READ),
                "Rows older than %s may still be there: %s. The next retention tries again."
                        .formatted(keepFrom, e.getMessage()));
    }
}
