package telco.usage.retention;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import telco.usage.audit.Actor;
import telco.usage.jdbc.Sql;

/**
 * How it stands with retention, for all instances on the database.
 *
 * @param periodMonths the period in force; null while everything is kept
 * @param confirmedBy who agreed to it; null when nobody had to
 * @param confirmedAt when, UTC
 * @param toldMonths the period of which it was told that it waits for somebody to confirm it
 * @param dueAtOnce it was confirmed and has not happened since
 * @param lastSuccessAt when it happened last, UTC
 * @param lastFailureAt when the last try failed; null when it did not
 * @param lastFailure why
 */
record RetentionState(
        Integer periodMonths,
        String confirmedBy,
        Instant confirmedAt,
        Integer toldMonths,
        boolean dueAtOnce,
        Instant lastSuccessAt,
        Instant lastFailureAt,
        String lastFailure) {

    /** Whatever has failed seldom passes within a minute, and each try keeps loads waiting. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(10);

    private static final String SELECT = """
            select period_months, confirmed_by, confirmed_at, told_months, due_at_once, last_success_at, last_failure_at,
                   last_failure
            from ingest.retention_state
            """;

    static RetentionState read(Connection connection) throws SQLException {
        return Sql.of(SELECT).one(connection, RetentionState::read);
    }

    /** Nobody else changes it until the transaction ends. */
    static RetentionState lock(Connection connection) throws SQLException {
        return Sql.of(SELECT + "for update").one(connection, RetentionState::read);
    }

    private static RetentionState read(ResultSet row) throws SQLException {
        return new RetentionState(
                row.getObject("period_months", Integer.class),
                row.getString("confirmed_by"),
                Sql.instant(row, "confirmed_at"),
                row.getObject("told_months", Integer.class),
                row.getBoolean("due_at_once"),
                Sql.instant(row, "last_success_at"),
                Sql.instant(row, "last_failure_at"),
                row.getString("last_failure"));
    }

    /** True when a period of so many months keeps less than the one in force. */
    boolean isShortenedBy(int months) {
        return periodMonths == null || months < periodMonths;
    }

    /** True when it is time that it happens by itself. */
    boolean isDue(Instant now, Duration interval) {
        boolean isTime = dueAtOnce
                || lastSuccessAt == null
                || !lastSuccessAt.plus(interval).isAfter(now);
        return isTime
                && (lastFailureAt == null
                        || !lastFailureAt.plus(PAUSE_AFTER_FAILURE).isAfter(now));
    }

    /** The period is in force from here on, and nobody had to confirm it. */
    static void putInForce(Connection connection, int months) throws SQLException {
        Sql.of("""
                        update ingest.retention_state
                        set period_months = ?, confirmed_by = null, confirmed_at = null, told_months = null
                        """, months).update(connection);
    }

    /** The period is in force from here on, and retention is due. */
    static void confirm(Connection connection, int months, Actor actor, Instant now) throws SQLException {
        Sql.of("""
                        update ingest.retention_state
                        set period_months = ?, confirmed_by = ?, confirmed_at = ?, told_months = null, due_at_once = true,
                            last_failure_at = null, last_failure = null
                        """, months, actor.name(), now).update(connection);
    }

    /** It was told that the period waits for somebody to confirm it. */
    static void told(Connection connection, int months) throws SQLException {
        Sql.of("update ingest.retention_state set told_months = ?", months).update(connection);
    }

    static void succeeded(Connection connection, Instant now) throws SQLException {
        Sql.of("""
                        update ingest.retention_state
                        set last_success_at = ?, due_at_once = false, last_failure_at = null, last_failure = null
                        """, now).update(connection);
    }

    static void failed(Connection connection, Instant now, String why) throws SQLException {
        Sql.of("update ingest.retention_state set last_failure_at = ?, last_failure = ?", now, why)
                .update(connection);
    }
}
