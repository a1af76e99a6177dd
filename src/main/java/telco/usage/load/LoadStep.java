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
import telco.usage.run.Run;
import telco.usage.run.RunFailedException;
import telco.usage.run.Runs;
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
            findOriginal(attempt);
            if (attempt.originalRunId().isPresent()) {
                // The same content was read by the run that loaded it; a control file may still be that of another.
                control.ifPresent(check -> check.require(attempt, readBefore(attempt)));
                return;
            }
        }
        Instant keepFrom = retention.keepFrom(clock).orElse(null);
        attempt.sha256(engine.load(attempt, new Stage(run.id(), run.attempt()), keepFrom));
        control.ifPresent(check -> check.require(attempt, attempt.tally().get(Disposition.READ)));
        findOriginal(attempt);
    }

    private boolean couldBeKnown(Run run) {
        return !run.loadsKnownContent()
                && database.withConnection(connection ->
                        FileLedger.knowsLength(connection, run.file().sizeBytes()));
    }

    private void findOriginal(Attempt attempt) {
        if (!attempt.run().loadsKnownContent()) {
            database.withConnection(connection -> FileLedger.runThatLoaded(connection, attempt.sha256()))
                    .ifPresent(attempt::skipAsDuplicateOf);
        }
    }

    private Amount readBefore(Attempt attempt) {
        int original = attempt.originalRunId().orElseThrow();
        return runs.find(original).orElseThrow().tally().get(Disposition.READ);
    }
}
