package telco.usage.publish;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import telco.usage.jdbc.Database;
import telco.usage.run.Amount;
import telco.usage.run.Attempt;
import telco.usage.run.AttemptLostException;
import telco.usage.run.BeforePublication;
import telco.usage.run.Disposition;
import telco.usage.run.Finding;
import telco.usage.run.RejectReason;
import telco.usage.run.Run;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;
import telco.usage.run.RunJournal;
import telco.usage.run.Severity;
import telco.usage.run.Step;
import telco.usage.run.StepName;
import telco.usage.run.StepState;
import telco.usage.run.Tally;
import telco.usage.stage.Stage;
import telco.usage.suspense.Settlement;
import telco.usage.warehouse.FileLedger;
import telco.usage.warehouse.Rollup;
import telco.usage.warehouse.UsageDays;
import telco.usage.warehouse.WarehouseLock;

/** PUBLISH: facts, rollup, ledger and the run's report in one transaction, if every row, cent and second is accounted for. */
@Singleton
final class PublishStep implements Step {

    private final Database database;
    private final RunJournal journal;
    private final Event<BeforePublication> beforePublication;
    private final Clock clock;

    PublishStep(Database database, RunJournal journal, Event<BeforePublication> beforePublication, Clock clock) {
        this.database = database;
        this.journal = journal;
        this.beforePublication = beforePublication;
        this.clock = clock;
    }

    @Override
    public StepName name() {
        return StepName.PUBLISH;
    }

    @Override
    public StepState perform(Attempt attempt) {
        attempt.publishing();
        return database.fromTransaction(connection -> {
            WarehouseLock.acquire(connection);
            return isDuplicate(connection, attempt) ? StepState.SKIPPED : publish(connection, attempt);
        });
    }

    private StepState publish(Connection connection, Attempt attempt) throws SQLException {
        Stage stage = new Stage(attempt.runId(), attempt.stagedBy());
        BuiltDays built = new BuiltDays(stage);
        stage.forgetExceptions(connection);
        Set<LocalDate> existing = new HashSet<>(UsageDays.existing(connection));
        List<LocalDate> comparable = stage.daysToMerge(connection).stream()
                .filter(existing::contains)
                .toList();
        int appeared = built.mergeThoseThatAppeared(connection, existing);
        MergedDays merged = new MergedDays(stage, attempt.runId(), stage.daysToMerge(connection));
        merged.requireDays(connection, existing);
        Amount inserted = merge(connection, attempt, stage, merged, comparable);
        attempt.checkpoint();
        if (appeared > 0) {
            requireRecords(connection, attempt, merged);
        }
        merged.takeBackExceptions(connection);
        Amount expected = merged.expected(connection);
        boolean visible = !attempt.run().validateOnly();
        if (visible) {
            requireEqual(attempt, expected, inserted);
        }
        Tally exceptions = merged.exceptions(connection);
        account(attempt, exceptions, built.amount(connection).plus(expected));
        long stored = merged.keepConflictsAside(connection, attempt.rejects().room());
        attempt.rejects().count(RejectReason.KEY_CONFLICT, exceptions.get(Disposition.CONFLICTING), stored);
        beforePublication.fire(new BeforePublication(connection, attempt));
        if (!visible) {
            RunJournal.requireOwned(connection, attempt);
            return StepState.SKIPPED;
        }
        built.attach(connection);
        Rollup.add(connection, stage.rollupTable(), stage.dayTotalTable());
        remember(connection, attempt);
        if (attempt.run().replay() != null) {
            Settlement.replayed(connection, attempt, clock.instant()).ifPresent(attempt::add);
        }
        attempt.checkpoint();
        journal.published(connection, attempt);
        return StepState.SUCCEEDED;
    }

    /** Compares every day and, unless the run only validates, inserts what is new in it. */
    private Amount merge(
            Connection connection, Attempt attempt, Stage stage, MergedDays merged, List<LocalDate> comparable)
            throws SQLException {
        DayComparison comparison = new DayComparison(stage);
        Amount inserted = Amount.NONE;
        try (ComparisonAhead ahead = ComparisonAhead.of(comparable, attempt, comparison, database)) {
            for (LocalDate day : merged.days()) {
                if (!ahead.await(day)) {
                    comparison.findExceptions(connection, day);
                }
                if (!attempt.run().validateOnly()) {
                    inserted = inserted.plus(merged.insert(connection, day));
                }
                attempt.checkpoint();
            }
        }
        return inserted;
    }

    /**
     * The rows of a day that was built have left their records behind. If they meet others there now and differ, only the
     * next attempt can keep them aside as they were: it will stage that day to be merged.
     */
    private static void requireRecords(Connection connection, Attempt attempt, MergedDays rows) throws SQLException {
        if (attempt.tally().rows(Disposition.CONFLICTING) > 0 || rows.lacksConflictingRecord(connection)) {
            throw new AttemptLostException(attempt.run().label()
                    + ": another run has published other rows of the same identity meanwhile, so it begins anew");
        }
    }

    /** The rollup was added up while the rows were staged: it must be that of the rows that the facts have now. */
    private static void requireEqual(Attempt attempt, Amount rollup, Amount facts) {
        if (!rollup.equalTo(facts)) {
            throw new RunFailedException(
                    RunErrorCode.BALANCE_MISMATCH,
                    "%s: %s were inserted into existing days, but the rollup has %s for them. Nothing was published;"
                                    .formatted(attempt.run().file().name(), facts, rollup)
                            + " submit the file again.");
        }
    }

    /** Another run may have published the same content since LOAD looked: now nobody else can. */
    private static boolean isDuplicate(Connection connection, Attempt attempt) throws SQLException {
        if (attempt.run().loadsKnownContent()) {
            return false;
        }
        Optional<Integer> original = FileLedger.runThatLoaded(connection, attempt.sha256());
        original.ifPresent(attempt::skipAsDuplicateOf);
        return original.isPresent();
    }

    /**
     * Completes the attempt's tally with what became of the rows that were merged.
     *
     * @throws RunFailedException when what was read is not what is accounted for
     */
    private static void account(Attempt attempt, Tally exceptions, Amount loaded) {
        Tally tally = attempt.tally().with(Disposition.LOADED, loaded);
        for (Disposition disposition : MergedDays.EXCEPTIONS) {
            tally = tally.with(disposition, tally.get(disposition).plus(exceptions.get(disposition)));
        }
        if (!tally.balances()) {
            throw new RunFailedException(
                    RunErrorCode.BALANCE_MISMATCH,
                    "%s: read %s, but accounted for %s (%s). Nothing was published; submit the file again."
                            .formatted(
                                    attempt.run().file().name(),
                                    tally.get(Disposition.READ),
                                    tally.accountedFor(),
                                    tally));
        }
        attempt.tally(tally);
    }

    /** A file of which no row is in the warehouse may come again: all expired, say, and then the period is prolonged. */
    private void remember(Connection connection, Attempt attempt) throws SQLException {
        Tally tally = attempt.tally();
        if (tally.rows(Disposition.LOADED) + tally.rows(Disposition.DUPLICATE_IN_WAREHOUSE) > 0) {
            Run run = attempt.run();
            if (run.replay() == null) {
                FileLedger.runThatLoadedOther(connection, run.file().name(), attempt.sha256())
                        .ifPresent(other -> attempt.add(nameReused(other)));
            }
            FileLedger.record(
                    connection,
                    attempt.sha256(),
                    run.file().sizeBytes(),
                    run.file().name(),
                    run.id(),
                    clock.instant());
        }
    }

    private static Finding nameReused(int other) {
        return new Finding(
                "file_name_reused",
                Severity.INFO,
                1,
                1,
                ("Run %d has loaded a file of the same name with other content. This one was taken as a new file; when it was to"
                                + " replace the other, revert that run.")
                        .formatted(other));
    }
}
