package telco.usage.run;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import org.jboss.logging.Logger;
import telco.usage.audit.Actor;
import telco.usage.audit.AuditAction;
import telco.usage.audit.AuditLog;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/** Stops runs that somebody does not want any more. */
@Singleton
public final class RunControl {

    private static final Logger LOG = Logger.getLogger(RunControl.class);

    private final Database database;
    private final Runs runs;
    private final Clock clock;
    private final Event<RunFinished> finished;

    RunControl(Database database, Runs runs, Clock clock, Event<RunFinished> finished) {
        this.database = database;
        this.runs = runs;
        this.clock = clock;
        this.finished = finished;
    }

    /**
     * Cancels the run, before any of its rows is visible. One that waits is over at once; one that a worker has is CANCELLING
     * until that has stopped, which it does with its next heartbeat. The run's row is locked for it, and publishing locks
     * it too: so a run that was told to be cancelled never publishes.
     *
     * @return the run: CANCELLED or CANCELLING
     * @throws ProblemException STATE_CONFLICT when the run is over, or its rows are visible
     */
    public Run cancel(int id, Actor actor) {
        Run run = database.fromTransaction(connection -> cancel(connection, runs.lock(connection, id), actor));
        LOG.infof("%s: %s asked to cancel it, it is %s", run.label(), actor.name(), run.state());
        if (run.done()) {
            finished.fire(new RunFinished(run));
        }
        return run;
    }

    private Run cancel(Connection connection, Run run, Actor actor) throws SQLException {
        if (run.state() == RunState.CANCELLING) {
            return run;
        }
        if (run.done() || run.publishedAt() != null) {
            throw tooLate(run);
        }
        boolean waits = run.state() == RunState.QUEUED;
        Sql.of("""
                        update ingest.run
                        set state = ?, finished_at = ?, held_attempt = null, held_until = null
                        where id = ?
                        """, waits ? RunState.CANCELLED : RunState.CANCELLING, waits ? clock.instant() : null, run.id())
                .update(connection);
        AuditLog.write(connection, actor, AuditAction.CANCEL, run.id(), "Cancelled when it was " + run.state());
        return runs.find(connection, run.id()).orElseThrow();
    }

    private static ProblemException tooLate(Run run) {
        return new ProblemException(
                        ProblemCode.STATE_CONFLICT,
                        run.done()
                                ? "%s is %s: there is nothing left to cancel.".formatted(run.label(), run.state())
                                : "%s has published its rows already and cannot be cancelled any more. Revert it when it is done."
                                        .formatted(run.label()))
                .about(run.id());
    }
}
