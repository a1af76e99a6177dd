package telco.usage.load;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import telco.usage.control.ControlCheck;
import telco.usage.jdbc.Database;
import telco.usage.run.Amount;
import telco.usage.run.Attempt;
import telco.usage.run.Disposition;
import telco.usage.run.Finding;
import telco.usage.run.Run;
import telco.usage.run.RunFailedException;
import telco.usage.run.Runs;
import telco.usage.run.Severity;
import telco.usage.run.Step;
import telco.usage.run.StepName;
import telco.usage.run.StepState;
import telco.usage.stage.Stage;
import telco.usage.warehouse.FileLedger;
import telco.usage.warehouse.RetentionPolicy;

/** LOAD: stages the rows of a file that was not loaded before and holds what its control file says, if it has one. */
@Singleton
final class LoadStep implements Step {

    private final LoadEngine engine;
    private final Database database;
    private final Runs runs;
    private final RetentionPolicy retention;
    private final Clock clock;

    LoadStep(LoadEngine engine, Database database, Runs runs, RetentionPolicy retention, Clock clock) {
        this.engine = engine;
        this.database = database;
        this.runs = runs;
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public StepName name() {
        return StepName.LOAD;
    }

    @Override
    public StepState perform(Attempt attempt) {
        ChangeWatch watch = ChangeWatch.begin(attempt.run());
        try {
            load(attempt);
        } catch (RunFailedException e) {
            watch.requireUnchanged();
            throw e;
        }
        watch.requireUnchanged();
        return StepState.SUCCEEDED;
    }

    private void load(Attempt attempt) {
        Run run = attempt.run();
        Optional<ControlCheck> control = ControlCheck.of(run);
        if (couldBeKnown(run)) {
            // Hashing alone is many times faster than loading: a second delivery costs seconds.
            attempt.sha256(UsageFile.sha256(run));
            if (isDuplicate(attempt)) {
                // The same content was read by the run that loaded it; a control file may still be that of another.
                control.ifPresent(check -> check.require(attempt, readBefore(attempt)));
                return;
            }
        }
        Instant keepFrom = retention.keepFrom(clock).orElse(null);
        attempt.sha256(engine.load(attempt, new Stage(run.id(), run.attempt()), keepFrom));
        control.ifPresent(check -> check.require(attempt, attempt.tally().get(Disposition.READ)));
        if (!isDuplicate(attempt)) {
            reportExpired(attempt, keepFrom);
        }
    }

    private boolean couldBeKnown(Run run) {
        return !run.loadsKnownContent()
                && database.withConnection(connection ->
                        FileLedger.knowsLength(connection, run.file().sizeBytes()));
    }

    private boolean isDuplicate(Attempt attempt) {
        if (attempt.run().loadsKnownContent()) {
            return false;
        }
        Optional<Integer> original =
                database.withConnection(connection -> FileLedger.runThatLoaded(connection, attempt.sha256()));
        original.ifPresent(attempt::skipAsDuplicateOf);
        return original.isPresent();
    }

    private Amount readBefore(Attempt attempt) {
        int original = attempt.originalRunId().orElseThrow();
        return runs.find(original).orElseThrow().tally().get(Disposition.READ);
    }

    private void reportExpired(Attempt attempt, Instant keepFrom) {
        long expired = attempt.tally().rows(Disposition.EXPIRED);
        long read = attempt.tally().rows(Disposition.READ);
        if (expired > 0) {
            attempt.add(new Finding(
                    "expired_rows",
                    expired == read ? Severity.WARNING : Severity.INFO,
                    expired,
                    read,
                    ("%s of %d rows began before %s and %s not loaded: they are older than RETENTION_PERIOD_MONTHS=%d"
                                    + " allows. To load them, set a longer period or ENABLE_RETENTION_POLICY=false.")
                            .formatted(
                                    expired == read ? "All" : expired,
                                    read,
                                    keepFrom,
                                    expired == 1 ? "was" : "were",
                                    retention.months())));
        }
    }
}
