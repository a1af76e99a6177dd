package telco.usage.suspense;

import jakarta.inject.Singleton;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jboss.logging.Logger;
import telco.usage.audit.Actor;
import telco.usage.audit.AuditAction;
import telco.usage.audit.AuditLog;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;
import telco.usage.run.RejectReason;
import telco.usage.run.RejectState;
import telco.usage.run.RejectTotals;
import telco.usage.run.RequestKey;
import telco.usage.run.RequestedRuns;
import telco.usage.run.Run;
import telco.usage.run.RunFiles;
import telco.usage.run.RunRequest;
import telco.usage.run.RunTrigger;
import telco.usage.run.Runs;
import telco.usage.run.Submitted;
import telco.usage.upload.Received;
import telco.usage.upload.UploadSlots;

/**
 * Has rejects of a run loaded again, by a run of its own. They are settled when that publishes; until then, and whenever it
 * fails, they are open. Only records that are stored whole are taken up: the same as are listed as CSV.
 */
@Singleton
final class Replays {

    private static final Logger LOG = Logger.getLogger(Replays.class);

    private final Database database;
    private final Runs runs;
    private final RequestedRuns requested;
    private final RunFiles files;
    private final UploadSlots slots;

    Replays(Database database, Runs runs, RequestedRuns requested, ReplayFiles files, UploadSlots slots) {
        this.database = database;
        this.runs = runs;
        this.requested = requested;
        this.files = files.files();
        this.slots = slots;
    }

    private record Open(long whole, long cut) {}

    /** What is asked for, once its file is there or known to be ours to write. */
    private record Order(
            int runId,
            RejectSelection selection,
            Path file,
            boolean corrected,
            Optional<RequestKey> key,
            Actor actor) {}

    /**
     * Queues a run that loads open rejects: the untouched records, because what was wrong may have been mended elsewhere, or
     * a corrected file in their stead.
     *
     * @param reason which rejects; null for all that are open
     * @param corrected what the records should have been, as a usage file; read to its end
     * @param key by what the request is known when it comes again
     * @throws ProblemException STATE_CONFLICT when there are none to take up, QUEUE_FULL, IDEMPOTENCY_KEY_REUSED,
     *     STORAGE_UNAVAILABLE, and for a corrected file TOO_MANY_UPLOADS, PAYLOAD_TOO_LARGE, or INVALID_REQUEST when it is
     *     empty or does not arrive whole
     */
    Submitted replay(
            int runId, RejectReason reason, Optional<InputStream> corrected, Optional<String> key, Actor actor) {
        String label = runId + "-rejects-";
        RejectSelection selection = new RejectSelection(RejectState.OPEN, reason);
        if (corrected.isEmpty()) {
            Optional<RequestKey> known = key.map(value -> RequestKey.of(value, "replay", runId, reason, null));
            return files.submit(label, file -> submit(new Order(runId, selection, file, false, known, actor)));
        }
        return slots.receive(() -> files.submit(label, file -> {
            // Before anything is locked: callers may be slow.
            String sha256 = receive(file, corrected.get()).sha256();
            Optional<RequestKey> known = key.map(value -> RequestKey.of(value, "replay", runId, reason, sha256));
            return submit(new Order(runId, selection, file, true, known, actor));
        }));
    }

    /** A file without a byte is refused: it was to have been one. */
    private Received receive(Path file, InputStream corrected) {
        Received received = files.folder().receive(file, corrected);
        if (received.sizeBytes() == 0) {
            throw ProblemException.invalid(
                    "body", "is empty; leave out Content-Type to replay the records as they are");
        }
        return received;
    }

    private Submitted submit(Order order) {
        return database.fromTransaction(connection -> submitOnce(connection, order));
    }

    private Submitted submitOnce(Connection connection, Order order) throws SQLException {
        Run origin = runs.lock(connection, order.runId());
        // Before its state is looked at: that is no more what it was when the same was asked for the first time.
        Optional<Submitted> earlier = order.key().isPresent()
                ? requested.earlier(connection, order.key().get())
                : Optional.empty();
        return earlier.isPresent() ? earlier.get() : submit(connection, origin, order);
    }

    private Submitted submit(Connection connection, Run origin, Order order) throws SQLException {
        Settlement.requireSettleable(connection, origin);
        Open open = open(connection, origin, order.selection());
        if (!order.corrected()) {
            files.folder().write(order.file(), out -> Rejects.write(connection, origin.id(), order.selection(), out));
        }
        Submitted submitted = requested.submit(connection, request(order, open), order.key());
        Run replay = submitted.run();
        takeUp(connection, origin.id(), order.selection(), replay.id());
        AuditLog.write(connection, order.actor(), AuditAction.REPLAY, replay.id(), detail(order, open));
        LOG.infof("%s is submitted: %d rejects of %s", replay.label(), open.whole(), origin.label());
        return submitted;
    }

    private static Open open(Connection connection, Run origin, RejectSelection selection) throws SQLException {
        long all = RejectTotals.of(connection, origin.id()).stream()
                .filter(total -> total.state() == RejectState.OPEN)
                .filter(total -> selection.reason() == null || total.reason() == selection.reason())
                .mapToLong(total -> total.amount().rows())
                .sum();
        long whole = Sql.of("""
                        select count(*) as whole
                        from ingest.reject
                        where run_id = ? and state = 'OPEN' and octet_length(record) = record_bytes
                          and (?::text is null or reason = ?)
                        """, origin.id(), selection.reason(), selection.reason())
                .one(connection, row -> row.getLong("whole"));
        if (whole == 0) {
            throw new ProblemException(
                            ProblemCode.STATE_CONFLICT,
                            "%s has no open rejects%s that are stored whole. GET /runs/%d/rejects shows what it has."
                                    .formatted(
                                            origin.label(),
                                            selection.reason() == null ? "" : " with reason " + selection.reason(),
                                            origin.id()))
                    .about(origin.id());
        }
        return new Open(whole, all - whole);
    }

    private RunRequest request(Order order, Open open) {
        RunRequest request = new RunRequest(
                RunTrigger.REPLAY,
                order.actor(),
                "run-" + order.runId() + "-rejects.csv",
                order.file(),
                files.folder().size(order.file()),
                false,
                false);
        return request.replaying(new Run.Replay(order.runId(), open.whole(), open.cut()));
    }

    private static void takeUp(Connection connection, int origin, RejectSelection selection, int replay)
            throws SQLException {
        Sql.of("""
                        update ingest.reject
                        set replay_run_id = ?
                        where run_id = ? and state = 'OPEN' and octet_length(record) = record_bytes
                          and (?::text is null or reason = ?)
                        """, replay, origin, selection.reason(), selection.reason()).update(connection);
    }

    private static String detail(Order order, Open open) {
        return order.corrected()
                ? "Replays %d rejects of run %d with a corrected file".formatted(open.whole(), order.runId())
                : "Replays %d rejects of run %d as they are".formatted(open.whole(), order.runId());
    }
}
