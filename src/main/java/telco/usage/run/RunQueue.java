package telco.usage.run;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;

/**
 * The runs as a worker sees them. The table is the queue: a claim is one statement, a heartbeat keeps it, and a claim
 * that went silent is taken over. Liveness is judged by the database's clock alone, so instances need not agree on time.
 */
@Singleton
public final class RunQueue {

    private final Database database;
    private final RunConfig config;
    private final Event<RunEnding> ending;
    private final Clock clock;

    RunQueue(Database database, RunConfig config, Event<RunEnding> ending, Clock clock) {
        this.database = database;
        this.config = config;
        this.ending = ending;
        this.clock = clock;
    }

    /**
     * Claims the run that has waited longest, of those with the highest priority; empty when none waits. No two workers get
     * the same.
     */
    public Optional<Attempt> claimNext(String worker) {
        return claim(worker, """
                select id
                from ingest.run
                where state = 'QUEUED' and available_at <= clock_timestamp()
                order by priority, id
                for no key update skip locked
                limit 1
                """);
    }

    /** Claims this run; empty when it does not wait (any more). */
    public Optional<Attempt> claim(int runId, String worker) {
        return claim(
                worker,
                "select id from ingest.run where state = 'QUEUED' and id = ? for no key update skip locked",
                runId);
    }

    /** The candidate is locked without its key: what a suspended worker has begun to write refers to that. */
    private Optional<Attempt> claim(String worker, String candidate, Object... values) {
        return database.fromTransaction(connection -> {
            Optional<Integer> id = Sql.of(candidate, values).first(connection, row -> row.getInt("id"));
            if (id.isEmpty()) {
                return Optional.empty();
            }
            int stopped = Sql.of("""
                            update ingest.run
                            set state = 'RUNNING', worker = ?, attempt = attempt + 1,
                                started_at = coalesce(started_at, ?), heartbeat_at = clock_timestamp()
                            where id = ?
                            returning stopped_attempts
                            """, worker, clock.instant(), id.get())
                    .one(connection, row -> row.getInt("stopped_attempts"));
            RunJournal.forgetUnfinished(connection, id.get());
            Run run = RunReader.read(connection, List.of(id.get())).get(0);
            return Optional.of(new Attempt(run, worker, stopped, rejectsOf(connection, run)));
        });
    }

    /** A run begins with none, but for one whose stage was released: its rejects are kept aside already. */
    private RejectTally rejectsOf(Connection connection, Run run) throws SQLException {
        RejectTally rejects = new RejectTally(config.rejectsStored());
        if (run.isReleased()) {
            for (RejectTotals.Total total : RejectTotals.of(connection, run.id())) {
                rejects.count(total.reason(), total.amount(), total.stored());
            }
        }
        return rejects;
    }

    /** Says that the attempt is alive and how far it is, and tells it when it is to stop. */
    public void beat(Attempt attempt) {
        Optional<RunState> state = database.withConnection(connection -> Sql.of(
                        """
                        update ingest.run
                        set heartbeat_at = clock_timestamp(), bytes_read = ?, rows_read = ?, rows_staged = ?
                        where id = ? and attempt = ? and worker = ? and state in ('RUNNING', 'CANCELLING')
                        returning state
                        """,
                        attempt.bytesRead(),
                        attempt.rowsRead(),
                        attempt.rowsStaged(),
                        attempt.runId(),
                        attempt.number(),
                        attempt.worker())
                .first(connection, row -> RunState.valueOf(row.getString("state"))));
        if (state.isEmpty()) {
            attempt.lose();
        } else if (state.get() == RunState.CANCELLING) {
            attempt.cancel();
        }
    }

    /**
     * Puts the run back for the next attempt, not before {@code delay} has passed; unless it was cancelled, then it is over.
     *
     * @return the run when it is over
     */
    public Optional<Run> handBack(Attempt attempt, Duration delay) {
        return database.fromTransaction(connection -> {
            Optional<RunState> state = RunJournal.ownedState(connection, attempt);
            if (state.equals(Optional.of(RunState.CANCELLING))) {
                return Optional.of(end(connection, attempt, RunState.CANCELLED, null));
            }
            if (state.isPresent()) {
                requeue(connection, attempt, delay);
            }
            return Optional.empty();
        });
    }

    private void requeue(Connection connection, Attempt attempt, Duration delay) throws SQLException {
        Sql.of("""
                        update ingest.run
                        set state = 'QUEUED', worker = null, available_at = clock_timestamp() + make_interval(secs => ?),
                            stopped_attempts = stopped_attempts + ?
                        where id = ?
                        """, delay.toMillis() / 1000.0, attempt.isStopped() ? 1 : 0, attempt.runId())
                .update(connection);
        RunJournal.endOpenSteps(connection, List.of(attempt.runId()), clock.instant());
    }

    /**
     * Ends the run with all that the attempt has found. A run that was cancelled meanwhile is CANCELLED, whatever it came
     * to: it has published nothing, or it could not have been cancelled. A run whose rows are visible is never FAILED.
     *
     * @param error null unless the state is FAILED
     * @return the finished run
     * @throws AttemptLostException when another worker has it
     */
    public Run finish(Attempt attempt, RunState state, Run.RunError error) {
        return database.fromTransaction(connection -> {
            RunState now = RunJournal.ownedState(connection, attempt).orElseThrow(() -> RunJournal.takenOver(attempt));
            if (now == RunState.CANCELLING) {
                return end(connection, attempt, RunState.CANCELLED, null);
            }
            if (error != null && RunJournal.isPublished(connection, attempt.runId())) {
                // Behind PUBLISH, or in its commit when the answer to that was lost: the rows are there.
                attempt.add(afterPublishing(attempt, error));
                return end(connection, attempt, RunState.SUCCEEDED_WITH_WARNINGS, null);
            }
            return end(connection, attempt, state, error);
        });
    }

    private static Finding afterPublishing(Attempt attempt, Run.RunError error) {
        return new Finding(
                "failed_after_publishing",
                Severity.WARNING,
                1,
                attempt.tally().rows(Disposition.READ),
                "The rows are published; what was to come after that failed: " + error.message());
    }

    private Run end(Connection connection, Attempt attempt, RunState state, Run.RunError error) throws SQLException {
        if (error != null || state == RunState.CANCELLED) {
            attempt.takeBackPublishing(error != null && error.code() == RunErrorCode.QUALITY_GATE);
        }
        RunJournal.write(connection, attempt);
        RunJournal.endOpenSteps(connection, List.of(attempt.runId()), clock.instant());
        Sql.of(
                        """
                        update ingest.run
                        set state = ?, finished_at = ?, bytes_read = ?, rows_read = ?, rows_staged = ?,
                            original_run_id = ?, error_code = ?, error_message = ?
                        where id = ?
                        """,
                        state,
                        clock.instant(),
                        attempt.bytesRead(),
                        attempt.rowsRead(),
                        attempt.rowsStaged(),
                        attempt.originalRunId().orElse(null),
                        error == null ? null : error.code(),
                        error == null ? null : error.message(),
                        attempt.runId())
                .update(connection);
        hold(connection, attempt, error);
        Run ended = RunReader.read(connection, List.of(attempt.runId())).get(0);
        ending.fire(new RunEnding(connection, ended));
        return ended;
    }

    /** Keeps the stage that a check has stopped, and a released one that the database would not take; else forgets it. */
    private void hold(Connection connection, Attempt attempt, Run.RunError error) throws SQLException {
        boolean stopped = error != null
                && error.code() == RunErrorCode.QUALITY_GATE
                && !attempt.run().validateOnly();
        boolean stays = error != null
                && error.code() == RunErrorCode.DATABASE_ERROR
                && attempt.run().isReleased();
        if (stopped) {
            Sql.of("""
                            update ingest.run
                            set held_attempt = ?, held_until = clock_timestamp() + make_interval(secs => ?)
                            where id = ?
                            """, attempt.number(), config.qualityHold().toMillis() / 1000.0, attempt.runId())
                    .update(connection);
        } else if (!stays) {
            Sql.of("update ingest.run set held_attempt = null, held_until = null where id = ?", attempt.runId())
                    .update(connection);
        }
    }

    /**
     * Takes runs away from workers that were silent for longer than the lease: back into the queue, FAILED after the last
     * attempt, or CANCELLED where the worker was to stop. A run that has published always goes on, for its rows are there.
     *
     * @return the runs that are over now
     */
    public List<Run> reviveSilent() {
        return database.fromTransaction(connection -> {
            List<Integer> over = new ArrayList<>(endCancelledSilent(connection));
            over.addAll(endExhaustedSilent(connection));
            RunJournal.endOpenSteps(connection, over, clock.instant());
            RunJournal.endOpenSteps(connection, requeueSilent(connection), clock.instant());
            List<Run> ended = RunReader.read(connection, over);
            ended.forEach(run -> ending.fire(new RunEnding(connection, run)));
            return ended;
        });
    }

    private List<Integer> endCancelledSilent(Connection connection) throws SQLException {
        return Sql.of("""
                        update ingest.run
                        set state = 'CANCELLED', finished_at = ?
                        where state = 'CANCELLING'
                          and heartbeat_at < clock_timestamp() - make_interval(secs => ?)
                        returning id
                        """, clock.instant(), config.lease().toMillis() / 1000.0)
                .list(connection, row -> row.getInt("id"));
    }

    private List<Integer> endExhaustedSilent(Connection connection) throws SQLException {
        return Sql.of(
                        """
                        update ingest.run
                        set state = 'FAILED', finished_at = ?, error_code = ?, error_message =
                            'The service died in each of ' || attempt - stopped_attempts || ' attempts at this run. Its log says why;'
                            || ' submit the file again when that is mended.'
                        where state = 'RUNNING'
                          and heartbeat_at < clock_timestamp() - make_interval(secs => ?)
                          and attempt - stopped_attempts - coalesce(held_attempt, 0) >= ? and published_at is null
                        returning id
                        """,
                        clock.instant(),
                        RunErrorCode.ATTEMPTS_EXHAUSTED,
                        config.lease().toMillis() / 1000.0,
                        config.maxAttempts())
                .list(connection, row -> row.getInt("id"));
    }

    private List<Integer> requeueSilent(Connection connection) throws SQLException {
        return Sql.of("""
                        update ingest.run
                        set state = 'QUEUED', worker = null, available_at = clock_timestamp()
                        where state = 'RUNNING'
                          and heartbeat_at < clock_timestamp() - make_interval(secs => ?)
                        returning id
                        """, config.lease().toMillis() / 1000.0).list(connection, row -> row.getInt("id"));
    }
}
