package telco.usage.revert;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import telco.usage.audit.Actor;
import telco.usage.audit.AuditAction;
import telco.usage.audit.AuditLog;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;
import telco.usage.run.Disposition;
import telco.usage.run.Finding;
import telco.usage.run.Run;
import telco.usage.run.RunState;
import telco.usage.run.Runs;
import telco.usage.run.Severity;
import telco.usage.suspense.Settlement;
import telco.usage.warehouse.DetachedDays;
import telco.usage.warehouse.FileLedger;
import telco.usage.warehouse.RunDays;
import telco.usage.warehouse.WarehouseLock;

/** Takes published runs back. All of it is one transaction: whatever dies, a run is reverted or it is not. */
@Singleton
final class Reverts {

    private static final Logger LOG = Logger.getLogger(Reverts.class);

    private final Database database;
    private final Runs runs;

    Reverts(Database database, Runs runs) {
        this.database = database;
        this.runs = runs;
    }

    /**
     * Takes the run's rows out of facts, rollup and ledger; its file may be loaded again. Rows that later runs skipped
     * because this one had brought them do not come back by that: a finding names those runs.
     *
     * @param why null when nobody said
     * @return the run, REVERTED
     * @throws ProblemException STATE_CONFLICT when the run has no rows in the warehouse to be taken out
     */
    Run revert(int id, Actor actor, String why) {
        Run reverted = database.fromLongTransaction(connection -> {
            WarehouseLock.acquire(connection);
            Run run = runs.lock(connection, id);
            requireRevertible(run);
            Settlement.requireNoReplayUnderWay(connection, run);
            RevertedDays days = new RevertedDays(connection, id, RunDays.of(connection, id));
            FileLedger.forget(connection, id);
            if (run.replay() != null) {
                Settlement.reopen(connection, run);
            }
            runs.revert(connection, id, findings(connection, run));
            AuditLog.write(connection, actor, AuditAction.REVERT, id, detail(run, days, why));
            days.remove(connection);
            return runs.find(connection, id).orElseThrow();
        });
        DetachedDays.drop(database);
        LOG.infof("%s was reverted by %s", reverted.label(), actor.name());
        return reverted;
    }

    private static void requireRevertible(Run run) {
        boolean succeeded = run.state() == RunState.SUCCEEDED || run.state() == RunState.SUCCEEDED_WITH_WARNINGS;
        if (!succeeded || !run.isInWarehouse()) {
            throw new ProblemException(
                            ProblemCode.STATE_CONFLICT,
                            "%s is %s%s: only a run that has published rows can be reverted."
                                    .formatted(
                                            run.label(), run.state(), run.validateOnly() ? " and only validated" : ""))
                    .about(run.id());
        }
    }

    private static String detail(Run run, RevertedDays days, String why) {
        String what = "Took the %d rows that %s had loaded out of %d days"
                .formatted(run.tally().rows(Disposition.LOADED), run.label(), days.count());
        return why == null ? what : what + ": " + why;
    }

    private static List<Finding> findings(Connection connection, Run run) throws SQLException {
        List<Finding> findings = new ArrayList<>(gaps(connection, run));
        Settlement.replaysThatStay(connection, run).ifPresent(findings::add);
        return findings;
    }

    /** A row that a later run found in the warehouse may have been this run's, and is then missing now. */
    private static List<Finding> gaps(Connection connection, Run run) throws SQLException {
        return Sql.of("""
                        select coalesce(sum(t.row_count), 0)::bigint as skipped,
                               string_agg(t.run_id::text, ', ' order by t.run_id) as runs
                        from ingest.run_tally t
                        join ingest.run r on r.id = t.run_id
                        where t.disposition = 'DUPLICATE_IN_WAREHOUSE' and t.row_count > 0
                          and r.published_at > ? and r.state <> 'REVERTED'
                        """, run.publishedAt())
                .list(connection, row -> new Skipped(row.getLong("skipped"), row.getString("runs")))
                .stream()
                .filter(skipped -> skipped.rows() > 0)
                .map(skipped -> skipped.finding(run))
                .toList();
    }

    private record Skipped(long rows, String runs) {

        Finding finding(Run run) {
            return new Finding(
                    "reverted_rows_skipped_later",
                    Severity.WARNING,
                    rows,
                    run.tally().rows(Disposition.LOADED),
                    ("Later runs (%s) skipped %d rows that were in the warehouse already. Those that this run had brought"
                                    + " are missing now: load the files of those runs again with force.")
                            .formatted(runs, rows));
        }
    }
}
