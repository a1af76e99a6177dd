package telco.usage.run;

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

/** Lets a run go on that a check has stopped: somebody has looked at it and wants its rows in spite of the check. */
@Singleton
public final class RunRelease {

    private static final Logger LOG = Logger.getLogger(RunRelease.class);

    private final Database database;
    private final Runs runs;
    private final Clock clock;

    RunRelease(Database database, Runs runs, Clock clock) {
        this.database = database;
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * Queues the run again, to publish exactly what is staged; the file is not read again.
     *
     * @param why for the audit, null when nobody said it
     * @return the run, QUEUED
     * @throws ProblemException STATE_CONFLICT when nothing of the run is kept to be published
     */
    public Run release(int id, Actor actor, String why) {
        Run run = database.fromTransaction(connection -> release(connection, runs.lock(connection, id), actor, why));
        LOG.infof("%s: released by %s", run.label(), actor.name());
        return run;
    }

    private Run release(Connection connection, Run run, Actor actor, String why) throws SQLException {
        if (run.state() != RunState.FAILED || !isKept(connection, run.id())) {
            throw nothingToRelease(run);
        }
        String checks = run.error().message();
        Sql.of("""
                        update ingest.run
                        set state = 'QUEUED', worker = null, available_at = clock_timestamp(), finished_at = null,
                            error_code = null, error_message = null, stopped_attempts = 0, released_at = ?, released_by = ?
                        where id = ?
                        """, clock.instant(), actor.name(), run.id()).update(connection);
        AuditLog.write(
                connection,
                actor,
                AuditAction.RELEASE,
                run.id(),
                (why == null ? "" : why + ". ") + "Released although: " + withoutValues(checks));
        return runs.find(connection, run.id()).orElseThrow();
    }

    /** The audit is never changed: what a record says, and so may have to be erased, has no place in it. */
    private static String withoutValues(String message) {
        return message.replaceAll("is '.*?', expected", "is not as expected:");
    }

    private static boolean isKept(Connection connection, int runId) throws SQLException {
        return Sql.of("""
                        select held_until is not null and held_until > clock_timestamp() as is_kept
                        from ingest.run
                        where id = ?
                        """, runId).one(connection, row -> row.getBoolean("is_kept"));
    }

    private static ProblemException nothingToRelease(Run run) {
        String why = run.isHeld() && run.state() == RunState.FAILED
                ? "was kept until %s (QUALITY_HOLD, or a customer in it was erased): submit its file again."
                        .formatted(run.hold().until())
                : "is %s, and nothing of it waits to be released: only what a check has stopped does."
                        .formatted(run.state());
        return new ProblemException(ProblemCode.STATE_CONFLICT, "%s %s".formatted(run.label(), why)).about(run.id());
    }
}
