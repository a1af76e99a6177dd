package telco.usage.expected;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import telco.usage.alert.Alert;
import telco.usage.alert.Audience;
import telco.usage.alert.Notice;
import telco.usage.alert.Outbox;
import telco.usage.expected.FileEvent.Kind;
import telco.usage.jdbc.Sql;
import telco.usage.run.Severity;

/** Writes down what was noticed of an expected file, and has it told, as part of the transaction that notices it. */
@Singleton
final class FileTelling {

    private static final Logger LOG = Logger.getLogger(FileTelling.class);

    private static final Map<Kind, Severity> SEVERITIES = Map.of(
            Kind.LATE, Severity.WARNING,
            Kind.MISSING, Severity.ERROR,
            Kind.GAP, Severity.ERROR,
            Kind.OUT_OF_ORDER, Severity.WARNING,
            Kind.RECOVERED, Severity.INFO);

    private final Outbox outbox;

    FileTelling(Outbox outbox) {
        this.outbox = outbox;
    }

    /** @param runId the run that brought the file; null when it is not there */
    void tell(Connection connection, Expectation expectation, Due due, Kind kind, Integer runId, Instant now)
            throws SQLException {
        String message = message(expectation, due, kind, runId);
        LOG.warnf("%s: %s", kind, message);
        Sql.of("""
                        insert into ingest.expected_file_event (expectation, period, kind, run_id, at, message)
                        values (?, ?, ?, ?::integer, ?, ?)
                        """, expectation.name(), due.period(), kind, runId, now, message).update(connection);
        Notice notice = notice(expectation, due, kind, message);
        if (kind == Kind.RECOVERED) {
            List<String> problems = Stream.of(Kind.LATE, Kind.MISSING, Kind.GAP)
                    .map(problem -> fingerprint(expectation, due, problem))
                    .toList();
            outbox.recovered(connection, problems, runId, notice);
        } else {
            String fingerprint = fingerprint(expectation, due, kind);
            outbox.put(connection, new Alert(Audience.PROVIDER, SEVERITIES.get(kind), fingerprint, runId, notice));
        }
    }

    boolean wasOutOfOrder(Connection connection, Expectation expectation, int runId) throws SQLException {
        return Sql.of("""
                        select true as was
                        from ingest.expected_file_event
                        where expectation = ? and run_id = ? and kind = 'OUT_OF_ORDER'
                        """, expectation.name(), runId)
                .first(connection, row -> row.getBoolean("was"))
                .isPresent();
    }

    private static String fingerprint(Expectation expectation, Due due, Kind kind) {
        return "expected " + expectation.name() + " " + due.period() + " " + kind;
    }

    private static String message(Expectation expectation, Due due, Kind kind, Integer runId) {
        String file = "The file of %s for %s (%s)".formatted(expectation.name(), due.period(), expectation.pattern());
        return switch (kind) {
            case LATE -> "%s was due at %s and is not there.".formatted(file, due.at());
            case MISSING -> "%s was due at %s and is still not there.".formatted(file, due.at());
            case GAP ->
                "Number %s of %s (%s) is not there, but a later one is."
                        .formatted(due.period(), expectation.name(), expectation.pattern());
            case OUT_OF_ORDER -> "%s came behind a later one, with run %d.".formatted(file, runId);
            case RECOVERED -> "%s is there, with run %d.".formatted(file, runId);
        };
    }

    private static Notice notice(Expectation expectation, Due due, Kind kind, String message) {
        return new Notice(
                "[telco usage] %s: %s %s".formatted(kind, expectation.name(), due.period()),
                message,
                null,
                List.of(
                        new Notice.Fact("Expected", expectation.pattern()),
                        new Notice.Fact("For", due.period()),
                        new Notice.Fact("Due", due.at().toString())),
                List.of(),
                List.of(),
                kind == Kind.RECOVERED || kind == Kind.OUT_OF_ORDER
                        ? "Its rows are in the warehouse."
                        : "Its rows are not in the warehouse, and whoever reads that period sees too little.",
                kind == Kind.RECOVERED
                        ? "Nothing."
                        : "Ask the provider for it, and look at the runs of files that failed.",
                null);
    }
}
