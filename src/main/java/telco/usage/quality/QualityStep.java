package telco.usage.quality;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.run.Attempt;
import telco.usage.run.Disposition;
import telco.usage.run.Finding;
import telco.usage.run.RejectReason;
import telco.usage.run.RejectTally;
import telco.usage.run.Severity;
import telco.usage.run.Step;
import telco.usage.run.StepName;
import telco.usage.run.StepState;
import telco.usage.stage.Stage;

/**
 * QUALITY: looks at what was staged and at what was kept aside. A record without customer, time or type can only be among
 * the rejects, for the stage's columns refuse NULL.
 */
@Singleton
final class QualityStep implements Step {

    private final Database database;
    private final Clock clock;

    QualityStep(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Rejects(RejectReason reason, long count, String first) {}

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
        Stage stage = new Stage(attempt.runId(), attempt.stagedBy());
        List<Rejects> rejects = rejects(attempt.rejects());
        List<Finding> findings = new ArrayList<>();
        missing("customer_id", RejectReason.MISSING_CUSTOMER_ID, rejects, checked, findings);
        missing("event_start_time", RejectReason.MISSING_EVENT_START_TIME, rejects, checked, findings);
        missing("event_type", RejectReason.MISSING_EVENT_TYPE, rejects, checked, findings);
        future(inFuture(connection, stage, now), checked, now, findings);
        rejected(rejects, checked, attempt.runId(), findings);
        return findings;
    }

    /** How many staged rows begin later than now: only days from today on can hold any. */
    private static long inFuture(Connection connection, Stage stage, Instant now) throws SQLException {
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        long found = 0;
        for (LocalDate day : stage.builtDays(connection)) {
            found += day.isBefore(today) ? 0 : later(connection, stage.dayTable(day), now);
        }
        for (LocalDate day : stage.daysToMerge(connection)) {
            found += day.isBefore(today) ? 0 : later(connection, stage.mergeTable(day), now);
        }
        return found;
    }

    private static long later(Connection connection, String table, Instant now) throws SQLException {
        return Sql.of("select count(*) as found from " + table + " where event_start_time > ?", now)
                .one(connection, row -> row.getLong("found"));
    }

    /** Of each reason how many records broke that rule, the most frequent first. */
    private static List<Rejects> rejects(RejectTally tally) {
        List<Rejects> rejects = new ArrayList<>();
        tally.entries().forEach((reason, entry) -> {
            if (reason != RejectReason.KEY_CONFLICT) {
                rejects.add(new Rejects(reason, entry.amount().rows(), entry.first()));
            }
        });
        rejects.sort(Comparator.comparingLong(Rejects::count)
                .reversed()
                .thenComparing(group -> group.reason().name()));
        return rejects;
    }

    private static void missing(
            String column, RejectReason reason, List<Rejects> rejects, long checked, List<Finding> findings) {
        for (Rejects group : rejects) {
            if (group.reason() == reason) {
                findings.add(new Finding(
                        "missing_" + column,
                        Severity.WARNING,
                        group.count(),
                        checked,
                        "%d of %d rows have no %s; they were kept aside.".formatted(group.count(), checked, column)));
            }
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
                .map(group -> "%d %s (first on %s)".formatted(group.count(), group.reason(), group.first()))
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
