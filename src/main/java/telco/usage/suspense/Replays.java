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
import telco.usage.run.Run;
import telco.usage.run.RunAccepted;
import telco.usage.run.RunConfig;
import telco.usage.run.RunRequest;
import telco.usage.run.RunTrigger;
import telco.usage.run.Runs;

/**
 * Has rejects of a run loaded again, by a run of its own. They are settled when that publishes; until then, and whenever it
 * fails, they are open. Only records that are stored whole are taken up: the same as are listed as CSV.
 */
@Singleton
final class Replays {

    private static final Logger LOG = Logger.getLogger(Replays.class);

    private final Database database;
    private final Runs runs;
    private final RunConfig config;
    private final ReplayFiles files;

    Replays(Database database, Runs runs, RunConfig config, ReplayFiles files) {
        this.database = database;
        this.runs = runs;
        this.config = config;
        this.files = files;
    }

    private record Open(long whole, long cut) {}

    /**
     * Queues a run that loads open rejects: the untouched records, because what was wrong may have been mended elsewhere, or
     * a corrected file in their stead.
     *
     * @param reason which rejects; null for all that are open
     * @param corrected what the records should have been, as a usage file; read to its end
     * @throws ProblemException STATE_CONFLICT when there are none to take up, QUEUE_FULL, STORAGE_UNAVAILABLE, or
     *     INVALID_REQUEST when the corrected file does not arrive whole
     */
    Run replay(int runId, RejectReason reason, Optional<InputStream> corrected, Actor actor) {
        RejectSelection selection = new RejectSelection(RejectState.OPEN, reason);
        Path file = files.reserve(runId);
        try {
            // Received before anything is locked: callers may be slow.
            corrected.ifPresent(body -> files.receive(file, body));
            Run replay = database.fromTransaction(connection -> {
                Run origin = runs.lock(connection, runId);
                Settlement.requireSettleable(connection, origin);
                Open open = open(connection, origin, selection);
                if (corrected.isEmpty()) {
                    files.write(file, out -> Rejects.write(connection, runId, selection, out));
                }
                Run run = submit(connection, runId, open, file, actor);
                takeUp(connection, runId, selection, run.id());
                AuditLog.write(
                        connection, actor, AuditAction.REPLAY, run.id(), detail(runId, open, corrected.isPresent()));
                return run;
            });
            LOG.infof(
                    "%s was submitted: %d rejects of run %d",
                    replay.label(), replay.replay().rejects(), runId);
            return replay;
        } catch (RuntimeException e) {
            files.delete(file);
            throw e;
        }
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

    private Run submit(Connection connection, int origin, Open open, Path file, Actor actor) throws SQLException {
        RunRequest request = new RunRequest(
                RunTrigger.REPLAY, actor, "run-" + origin + "-rejects.csv", file, files.size(file), false, false);
        return runs.submit(connection, request.replaying(new Run.Replay(origin, open.whole(), open.cut())))
                .orElseThrow(() -> RunAccepted.queueFull(config));
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

    private static String detail(int origin, Open open, boolean corrected) {
        return corrected
                ? "Replays %d rejects of run %d with a corrected file".formatted(open.whole(), origin)
                : "Replays %d rejects of run %d as they are".formatted(open.whole(), origin);
    }
}
