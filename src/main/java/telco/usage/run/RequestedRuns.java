package telco.usage.run;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.jdbc.Sql;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/**
 * Runs as requests over HTTP ask for them: one for each key, however often and by however many callers at once it is sent. The
 * key stands in the run's own row, so it is used up exactly when there is a run.
 */
@Singleton
public final class RequestedRuns {

    /** Of the connections that all requests and runs share. More callers than that take turns: a thousand at once are no fault. */
    static final int MOST_AT_ONCE = 8;

    private final Database database;
    private final Runs runs;
    private final RunConfig config;
    private final Semaphore turns = new Semaphore(MOST_AT_ONCE, true);

    RequestedRuns(Database database, Runs runs, RunConfig config) {
        this.database = database;
        this.runs = runs;
        this.config = config;
    }

    /**
     * What an earlier request with this key has become; empty when there was none.
     *
     * @throws ProblemException IDEMPOTENCY_KEY_REUSED when that was another request
     */
    public Optional<Submitted> earlier(RequestKey key) {
        return database.withConnection(connection -> earlier(connection, key));
    }

    /** The same as part of the caller's transaction. */
    public Optional<Submitted> earlier(Connection connection, RequestKey key) throws SQLException {
        record Known(int runId, String digest) {}
        Optional<Known> known = Sql.of(
                        "select id, request_digest from ingest.run where idempotency_key = ?", key.value())
                .first(connection, row -> new Known(row.getInt("id"), row.getString("request_digest")));
        if (known.isEmpty()) {
            return Optional.empty();
        }
        int runId = known.get().runId();
        if (!known.get().digest().equals(key.digest())) {
            throw new ProblemException(
                            ProblemCode.IDEMPOTENCY_KEY_REUSED,
                            "Another request came under this %s before, and is run %d. Send each request under a key of its own."
                                    .formatted(RequestKey.HEADER, runId))
                    .about(runId);
        }
        return runs.find(connection, runId).map(run -> new Submitted(run, true));
    }

    /**
     * Looks whether a request has a chance, before its body is received. Only submitting it tells for sure.
     *
     * @throws ProblemException QUEUE_FULL when no run may be added, and there is none with this key
     */
    public void requireRoom(Optional<String> key) {
        if (runs.queued() >= config.queueLimit() && !(key.isPresent() && isKnown(key.get()))) {
            throw RunAccepted.queueFull(config);
        }
    }

    private boolean isKnown(String key) {
        return database.withConnection(connection -> Sql.of("select id from ingest.run where idempotency_key = ?", key)
                .first(connection, row -> row.getInt("id"))
                .isPresent());
    }

    /**
     * Queues a run for {@code request}, unless one with this key is there.
     *
     * @param key empty for a request that is a new one each time
     * @throws ProblemException QUEUE_FULL, or IDEMPOTENCY_KEY_REUSED
     * @throws DatabaseException also when the requests before this one wait for the database, and go on waiting
     */
    public Submitted submit(RunRequest request, Optional<RequestKey> key) {
        takeTurn();
        try {
            // One statement commits by itself, in one round trip.
            return database.withConnection(connection -> submit(connection, request, key));
        } finally {
            turns.release();
        }
    }

    /** No longer than a statement may take: behind a silent database round after round would wait for it. */
    private void takeTurn() {
        try {
            if (turns.tryAcquire(database.answerTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new DatabaseException(
                new SQLTransientConnectionException("The requests before this one still wait for the database"));
    }

    /** The same as part of the caller's transaction: the run exists, and the key is used up, when that commits. */
    public Submitted submit(Connection connection, RunRequest request, Optional<RequestKey> key) throws SQLException {
        Optional<Run> run = runs.submit(connection, request, key);
        if (run.isPresent()) {
            return new Submitted(run.get(), false);
        }
        // Either somebody else has sent the same at the same time and was faster, or there is no room.
        Optional<Submitted> earlier = key.isPresent() ? earlier(connection, key.get()) : Optional.empty();
        return earlier.orElseThrow(() -> RunAccepted.queueFull(config));
    }
}
