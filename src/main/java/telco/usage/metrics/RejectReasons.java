package telco.usage.metrics;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.jdbc.Sql;
import telco.usage.run.Disposition;
import telco.usage.run.Run;

/** How many records a run kept aside for which reason. Reasons are a small fixed set, so they may be labels. */
@Singleton
final class RejectReasons {

    private static final Logger LOG = Logger.getLogger(RejectReasons.class);

    private final Database database;

    RejectReasons(Database database) {
        this.database = database;
    }

    private record Count(String reason, long rows) {}

    /** Empty when the database cannot tell: the run has ended, and a count is no reason to disturb that. */
    Map<String, Long> of(Run run) {
        if (run.tally().rows(Disposition.REJECTED) + run.tally().rows(Disposition.CONFLICTING) == 0) {
            return Map.of();
        }
        try {
            return database.withConnection(connection ->
                    Sql.of("""
                            select reason, sum(row_count) as rows
                            from ingest.reject_total
                            where run_id = ?
                            group by reason
                            """, run.id())
                            .list(connection, row -> new Count(row.getString("reason"), row.getLong("rows")))
                            .stream()
                            .collect(Collectors.toMap(Count::reason, Count::rows)));
        } catch (DatabaseException e) {
            LOG.warnf("The rejects of run %d are missing in telco_rejects_total: %s", run.id(), e.getMessage());
            return Map.of();
        }
    }
}
