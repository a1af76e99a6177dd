package telco.usage.quality;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.run.Attempt;
import telco.usage.run.Disposition;
import telco.usage.run.Finding;
import telco.usage.run.Severity;
import telco.usage.run.Step;
import telco.usage.run.StepName;
import telco.usage.run.StepState;
import telco.usage.stage.Stage;

/**
 * QUALITY: looks at what was staged, in one pass, and at what was rejected. A record without customer, time or type can
 * only be among the rejects, unless LOAD has a fault: so both are counted.
 */
@Singleton
final class QualityStep implements Step {

    private final Database database;
    private final Clock clock;

    QualityStep(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What one pass over the stage has counted. */
    private record Staged(long withoutCustomer, long withoutTime, long withoutType, long inFuture) {}

    private record Rejects(String reason, long count, long firstLine, String firstMessage) {}

    @Override
    public StepName name() {
        return StepName.QUALITY;
    }

    @Override
    public StepState perform(Attempt attempt) {
        database.withConnection(connection -> audit(connection, attempt)).forEach(attempt::add);
        return StepState.SUCCEEDED;
    }

    private List<Finding> audit(Connection connection, Attempt attempt) throws SQLException {
        Instant now = clock.instant();
        long checked = attempt.tally().rows(Disposition.READ);
        Staged staged = auditStage(connection, new Stage(attempt.runId(), attempt.number()), now);
        List<Rejects> rejects = rejects(connection, attempt.runId());
        List<Finding> findings = new ArrayList<>();
        missing("customer_id", staged.withoutCustomer(), rejects, checked, findings);
        missing("event_start_time", staged.withoutTime(), rejects, checked, findings);
        missing("event_type", staged.withoutType(), rejects, checked, findings);
        future(staged.inFuture(), checked, now, findings);
        rejected(rejects, checked, attempt.runId(), findings);
        return findings;
    }

    private static Staged auditStage(Connection connection, Stage stage, Instant now) throws SQLException {
        return Sql.of("""
                        select count(*) filter (where customer_id is null) as without_customer,
                               count(*) filter (where event_start_time is null) as without_time,
                               count(*) filter (where event_type is null or event_type = '') as without_type,
                               count(*) filter (where event_start_time > ?) as in_future
                        from (%s) staged
                        """.formatted(rowsToAudit(connection, stage, now)), now)
                .one(
                        connection,
                        row -> new Staged(
                                row.getLong("without_customer"),
                                row.getLong("without_time"),
                                row.getLong("without_type"),
                                row.getLong("in_future")));
    }

    /**
     * All rows to be merged, and of the days built as a whole those that may lie in the future: their columns cannot be
     * NULL, so there is nothing else to look for in them.
     */
    private static String rowsToAudit(Connection connection, Stage stage, Instant now) throws SQLException {
        String columns = "select customer_id, event_start_time, event_type from ";
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        StringBuilder rows = new StringBuilder(columns + stage.table());
        for (LocalDate day : stage.days(connection)) {
            if (!day.isBefore(today)) {
                rows.append(" union all ").append(columns).append(stage.dayTable(day));
            }
        }
        return rows.toString();
    }

    private static List<Rejects> rejects(Connection connection, int runId) throws SQLException {
        return Sql.of("""
                        select reason, count(*) as found, min(line_number) as first_line,
                               (array_agg(message order by record_number))[1] as first_message
                        from ingest.reject
                        where run_id = ? and reason <> 'KEY_CONFLICT'
                        group by reason
                        order by found desc, reason
                        """, runId)
                .list(
                        connection,
                        row -> new Rejects(
                                row.getString("reason"),
                                row.getLong("found"),
                                row.getLong("first_line"),
                                row.getString("first_message")));
    }

    private static void missing(
            String column, long staged, List<Rejects> rejects, long checked, List<Finding> findings) {
        String reason = "MISSING_" + column.toUpperCase(Locale.ROOT);
        long rejected = rejects.stream()
                .filter(group -> group.reason().equals(reason))
                .mapToLong(Rejects::count)
                .sum();
        if (staged + rejected > 0) {
            findings.add(new Finding(
                    "missing_" + column,
                    Severity.WARNING,
                    staged + rejected,
                    checked,
                    "%d of %d rows have no %s; they were kept aside.".formatted(staged + rejected, checked, column)));
        }
    }

    private static void future(long found, long checked, Instant now, List<Finding> findings) {
        if (found > 0) {
            findings.add(new Finding(
                    "future_events",
                    Severity.WARNING,
                    found,
                    checked,
                    "%d of %d rows begin after %s, when they were checked: is the provider's clock or zone wrong? They are loaded."
                            .formatted(found, checked, now)));
        }
    }

    private static void rejected(List<Rejects> rejects, long checked, int runId, List<Finding> findings) {
        if (rejects.isEmpty()) {
            return;
        }
        long found = rejects.stream().mapToLong(Rejects::count).sum();
        String reasons = rejects.stream()
                .map(group -> "%d %s (first on line %d: %s)"
                        .formatted(group.count(), group.reason(), group.firstLine(), group.firstMessage()))
                .reduce((a, b) -> a + "; " + b)
                .orElseThrow();
        findings.add(new Finding(
                "rejected_rows",
                Severity.WARNING,
                found,
                checked,
                "%d of %d rows were kept aside: %s. GET /runs/%d/rejects lists them."
                        .formatted(found, checked, reasons, runId)));
    }
}
