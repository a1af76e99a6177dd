package telco.usage.suspense;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;
import telco.usage.audit.Actor;
import telco.usage.audit.AuditAction;
import telco.usage.audit.AuditLog;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;
import telco.usage.run.Amount;
import telco.usage.run.RejectReason;
import telco.usage.run.RejectState;
import telco.usage.run.RejectTotals;
import telco.usage.run.Run;
import telco.usage.run.Runs;

/** Gives rejects up: those that nobody will correct. They stay where they are, with who said so, when and why. */
@Singleton
final class WriteOffs {

    private static final Logger LOG = Logger.getLogger(WriteOffs.class);

    private final Database database;
    private final Runs runs;
    private final Clock clock;

    WriteOffs(Database database, Runs runs, Clock clock) {
        this.database = database;
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * Writes off all open rejects of the run that have this reason, also those that are only counted.
     *
     * @return the run's rejects, counted anew
     * @throws ProblemException STATE_CONFLICT when there are none, or they cannot be settled now
     */
    List<RejectTotal> writeOff(int runId, RejectReason reason, Actor actor, String why) {
        List<RejectTotal> totals = database.fromTransaction(connection -> {
            Run run = runs.lock(connection, runId);
            Settlement.requireSettleable(connection, run);
            RejectTotals.Total open = open(connection, run, reason);
            Sql.of("""
                            update ingest.reject
                            set state = 'WRITTEN_OFF', settled_at = ?, settled_by = ?, why = ?
                            where run_id = ? and reason = ? and state = 'OPEN'
                            """, clock.instant(), actor.name(), why, runId, reason).update(connection);
            RejectTotals.move(connection, runId, open, RejectState.WRITTEN_OFF);
            AuditLog.write(connection, actor, AuditAction.WRITE_OFF, runId, detail(open, why));
            return RejectTotal.of(connection, runId);
        });
        LOG.infof("Rejects of run %d with reason %s were written off by %s", runId, reason, actor.name());
        return totals;
    }

    private static RejectTotals.Total open(Connection connection, Run run, RejectReason reason) throws SQLException {
        return RejectTotals.of(connection, run.id()).stream()
                .filter(total -> total.reason() == reason && total.state() == RejectState.OPEN)
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                                ProblemCode.STATE_CONFLICT,
                                "%s has no open rejects with reason %s. GET /runs/%d/rejects shows what it has."
                                        .formatted(run.label(), reason, run.id()))
                        .about(run.id()));
    }

    private static String detail(RejectTotals.Total written, String why) {
        return "Wrote off %d rejects with reason %s and a charge of %s: %s"
                .formatted(
                        written.amount().rows(),
                        written.reason(),
                        Amount.plain(written.amount().charge()),
                        why);
    }
}
