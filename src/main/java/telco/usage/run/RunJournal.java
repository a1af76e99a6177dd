package telco.usage.run;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;

/** Writes down what an attempt does and finds, step by step, so that the next attempt and every caller can read it. */
@Singleton
public final class RunJournal {

    private final Database database;
    private final Clock clock;

    RunJournal(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    public void stepStarted(Attempt attempt, StepName step) {
        database.inTransaction(connection -> {
            // A step that a dead attempt had begun begins again.
            Sql.of("""
                            insert into ingest.run_step (run_id, name, state, started_at)
                            values (?, ?, 'RUNNING', ?)
                            on conflict (run_id, name) do update
                            set state = excluded.state, started_at = excluded.started_at, finished_at = null
                            """, attempt.runId(), step, clock.instant()).update(connection);
            requireOwned(connection, attempt);
        });
    }

    /** Writes down how the step ended, with all that the attempt knows by now. */
    public void stepFinished(Attempt attempt, StepName step, StepState state) {
        database.inTransaction(connection -> {
            save(connection, attempt);
            Sql.of(
                            "update ingest.run_step set state = ?, finished_at = ? where run_id = ? and name = ?",
                            state,
                            clock.instant(),
                            attempt.runId(),
                            step)
                    .update(connection);
        });
    }

    /**
     * Marks the run and its PUBLISH as done, as the last thing of the transaction that makes its rows visible: from its
     * commit on the run has succeeded, whatever dies.
     *
     * @throws AttemptLostException when another worker has the run or it was cancelled: the transaction must roll back
     */
    public void published(Connection connection, Attempt attempt) throws SQLException {
        save(connection, attempt);
        Sql.of("update ingest.run set published_at = ? where id = ?", clock.instant(), attempt.runId())
                .update(connection);
        Sql.of("""
                        update ingest.run_step
                        set state = 'SUCCEEDED', finished_at = ?
                        where run_id = ? and name = 'PUBLISH'
                        """, clock.instant(), attempt.runId()).update(connection);
    }

    /**
     * To be called last in a transaction that writes what belongs to the run: a worker that slept through its lease must
     * not mix its findings with those of its successor.
     *
     * @throws AttemptLostException when another worker has the run or it was cancelled: the transaction must roll back
     */
    public static void requireOwned(Connection connection, Attempt attempt) throws SQLException {
        // The lock makes a successor wait for this commit, and then remove what it has written.
        Optional<Boolean> owned = Sql.of("""
                        select true as owned
                        from ingest.run
                        where id = ? and attempt = ? and worker = ? and state = 'RUNNING'
                        for share
                        """, attempt.runId(), attempt.number(), attempt.worker())
                .first(connection, row -> row.getBoolean("owned"));
        if (owned.isEmpty()) {
            throw takenOver(attempt);
        }
    }

    /** RUNNING or CANCELLING, and so it stays until this transaction ends; empty when another worker has the run. */
    static Optional<RunState> ownedState(Connection connection, Attempt attempt) throws SQLException {
        return Sql.of("""
                        select state
                        from ingest.run
                        where id = ? and attempt = ? and worker = ? and state in ('RUNNING', 'CANCELLING')
                        for no key update
                        """, attempt.runId(), attempt.number(), attempt.worker())
                .first(connection, row -> RunState.valueOf(row.getString("state")));
    }

    static AttemptLostException takenOver(Attempt attempt) {
        return new AttemptLostException(attempt.run().label() + " was cancelled, or taken over by another worker");
    }

    /**
     * Writes the attempt's tally, rejects, findings and hash over what is there.
     *
     * @throws AttemptLostException when the run is another worker's by now, or was cancelled
     */
    private static void save(Connection connection, Attempt attempt) throws SQLException {
        if (!ownedState(connection, attempt).equals(Optional.of(RunState.RUNNING))) {
            throw takenOver(attempt);
        }
        write(connection, attempt);
    }

    /** The same for a run that is known to be the attempt's. */
    static void write(Connection connection, Attempt attempt) throws SQLException {
        Sql.of(
                        "update ingest.run set sha256 = ?, header = coalesce(?, header) where id = ?",
                        attempt.sha256(),
                        attempt.header(),
                        attempt.runId())
                .update(connection);
        forget(connection, attempt.runId(), List.of("run_tally", "finding"));
        for (Disposition disposition : Disposition.values()) {
            Amount amount = attempt.tally().get(disposition);
            Sql.of("""
                            insert into ingest.run_tally (run_id, disposition, row_count, charge, duration)
                            values (?, ?, ?, ?, ?)
                            """, attempt.runId(), disposition, amount.rows(), amount.charge(), amount.duration())
                    .update(connection);
        }
        if (attempt.run().publishedAt() == null) {
            // What an earlier attempt has published is settled, and this one has counted none of it.
            RejectTotals.write(connection, attempt.runId(), attempt.rejects());
        }
        add(connection, attempt.runId(), attempt.findings());
        CheckResults.write(connection, attempt.runId(), attempt.checks());
    }

    static void add(Connection connection, int runId, List<Finding> findings) throws SQLException {
        for (Finding finding : findings) {
            long id = Sql.of(
                            """
                            insert into ingest.finding (run_id, check_name, severity, found, checked, message)
                            values (?, ?, ?, ?, ?, ?)
                            returning id
                            """,
                            runId,
                            finding.check(),
                            finding.severity(),
                            finding.count(),
                            finding.checked(),
                            finding.message())
                    .one(connection, row -> row.getLong("id"));
            int position = 0;
            for (Sample sample : finding.samples()) {
                Sql.of("""
                                insert into ingest.finding_sample (finding_id, position, line_number, record)
                                values (?, ?, ?, ?)
                                """, id, ++position, sample.line(), sample.record()).update(connection);
            }
        }
    }

    static boolean isPublished(Connection connection, int runId) throws SQLException {
        return Sql.of("select published_at is not null as published from ingest.run where id = ?", runId)
                .one(connection, row -> row.getBoolean("published"));
    }

    /** Removes what an earlier attempt has left, unless that had published or its stage is kept: then all of it is true. */
    static void forgetUnfinished(Connection connection, int runId) throws SQLException {
        boolean isTrue = Sql.of(
                        "select published_at is not null or held_attempt is not null as is_true from ingest.run where id = ?",
                        runId)
                .one(connection, row -> row.getBoolean("is_true"));
        if (!isTrue) {
            forget(
                    connection,
                    runId,
                    List.of("run_step", "run_tally", "finding", "quality_result", "reject", "reject_total"));
            Sql.of(
                            "update ingest.run set sha256 = null, header = null, bytes_read = 0, rows_read = 0, rows_staged = 0 where id = ?",
                            runId)
                    .update(connection);
        }
    }

    /** Ends the steps that were cut off with their attempt: nobody works on them any more. */
    static void endOpenSteps(Connection connection, List<Integer> runIds, Instant now) throws SQLException {
        if (runIds.isEmpty()) {
            return;
        }
        Sql.of("""
                        update ingest.run_step
                        set state = 'FAILED', finished_at = ?
                        where run_id = any (?) and state = 'RUNNING'
                        """, now, runIds).update(connection);
    }

    private static void forget(Connection connection, int runId, List<String> tables) throws SQLException {
        for (String table : tables) {
            Sql.of("delete from ingest." + table + " where run_id = ?", runId).update(connection);
        }
    }
}
