package telco.usage.retention;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import telco.usage.alert.Alert;
import telco.usage.alert.Audience;
import telco.usage.alert.Notice;
import telco.usage.alert.Outbox;
import telco.usage.run.Severity;

/** Has it told that retention does not happen, when no run is there to tell it; and that it happens again. */
@Singleton
final class RetentionTelling {

    private static final Logger LOG = Logger.getLogger(RetentionTelling.class);

    private static final String FAILED = "retention failed";
    private static final String UNCONFIRMED = "retention unconfirmed";

    private final Outbox outbox;
    private final RemovalConfig config;

    RetentionTelling(Outbox outbox, RemovalConfig config) {
        this.outbox = outbox;
        this.config = config;
    }

    /** @param reason what the database said */
    void failed(Connection connection, Instant keepFrom, String reason) throws SQLException {
        put(
                connection,
                Severity.ERROR,
                FAILED,
                new Notice(
                        "[telco usage] RETENTION FAILED",
                        "Rows older than %s could not be removed.".formatted(keepFrom),
                        line(reason),
                        List.of(new Notice.Fact("Keep from", keepFrom.toString())),
                        List.of(),
                        List.of(),
                        "The warehouse may keep rows for longer than the retention period.",
                        "Look at the database and the service's log; it is tried again by itself.",
                        plan()));
    }

    /** Once for each period that waits. */
    void unconfirmed(Connection connection, RetentionPlan plan) throws SQLException {
        RetentionState state = RetentionState.lock(connection);
        if (state.toldMonths() != null && state.toldMonths() == plan.periodMonths()) {
            return;
        }
        LOG.warn(Unconfirmed.sentence(plan));
        RetentionState.told(connection, plan.periodMonths());
        put(
                connection,
                Severity.WARNING,
                UNCONFIRMED,
                new Notice(
                        "[telco usage] RETENTION waits to be confirmed",
                        Unconfirmed.sentence(plan),
                        null,
                        List.of(
                                new Notice.Fact("Keep from", plan.keepFrom().toString()),
                                new Notice.Fact("Rows", plan.rows() + " of " + plan.totalRows())),
                        List.of(),
                        List.of(),
                        "The warehouse keeps rows for longer than the retention period that is set.",
                        Unconfirmed.advice(plan, config.publicUrl()) + " Else set the period that is meant.",
                        plan()));
    }

    /** Ends whatever was told. */
    void succeeded(Connection connection, Cut cut) throws SQLException {
        outbox.recovered(
                connection,
                List.of(FAILED, UNCONFIRMED),
                cut.runId(),
                new Notice(
                        "[telco usage] RECOVERED: retention",
                        "Rows older than %s are removed.".formatted(cut.keepFrom()),
                        null,
                        List.of(new Notice.Fact("Keep from", cut.keepFrom().toString())),
                        List.of(),
                        List.of(),
                        "The warehouse keeps nothing for longer than the retention period.",
                        "Nothing.",
                        null));
    }

    private void put(Connection connection, Severity severity, String fingerprint, Notice notice) throws SQLException {
        outbox.put(connection, new Alert(Audience.OPERATIONS, severity, fingerprint, null, notice));
    }

    private String plan() {
        return config.publicUrl().replaceFirst("/+$", "") + "/retention/plan";
    }

    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
