package telco.usage.alert;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import telco.usage.jdbc.DatabaseException;
import telco.usage.run.Finding;
import telco.usage.run.Run;
import telco.usage.run.RunEnding;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunState;
import telco.usage.run.Severity;

/**
 * Puts what a person should know of a run into the outbox, in the transaction in which the run ends. Two runs have the same
 * problem when their files are called alike but for the digits, and they failed for the same reason or have the same
 * findings. A file of that name that is loaded is the recovery of those that failed.
 */
@Singleton
final class RunAlerts {

    private final Outbox outbox;
    private final AlertConfig config;

    RunAlerts(Outbox outbox, AlertConfig config) {
        this.outbox = outbox;
        this.config = config;
    }

    void onEnding(@Observes RunEnding ending) {
        try {
            tell(ending.connection(), ending.run());
        } catch (SQLException e) {
            // An observer's checked exception would arrive at the worker as another one.
            throw new DatabaseException(e);
        }
    }

    private void tell(Connection connection, Run run) throws SQLException {
        if (run.state() == RunState.FAILED) {
            put(
                    connection,
                    run,
                    audience(run.error().code()),
                    Severity.ERROR,
                    failure(run, run.error().code()));
            return;
        }
        if (run.isInWarehouse()) {
            recover(connection, run);
        }
        if (Attention.isNeededBy(run)) {
            put(connection, run, Audience.DATA, worst(run), "findings " + checks(run) + " in " + source(run));
        }
    }

    private void put(Connection connection, Run run, Audience audience, Severity severity, String fingerprint)
            throws SQLException {
        Notice notice = RunNotice.of(connection, run, config.publicUrl());
        outbox.put(connection, new Alert(audience, severity, fingerprint, run.id(), notice));
    }

    /** Whatever files of this name have failed with: one that is loaded ends it all, and is told once. */
    private void recover(Connection connection, Run run) throws SQLException {
        List<String> failures = Arrays.stream(RunErrorCode.values())
                .map(code -> failure(run, code))
                .toList();
        outbox.recovered(connection, failures, run.id(), RunNotice.recovery(run, config.publicUrl()));
    }

    private static String failure(Run run, RunErrorCode code) {
        return "failure " + code + " of " + source(run);
    }

    private static String source(Run run) {
        return run.file().name().replaceAll("[0-9]+", "#");
    }

    private static String checks(Run run) {
        return run.findings().stream()
                .filter(finding -> Attention.isNeededFor(finding.severity()))
                .map(Finding::check)
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static Severity worst(Run run) {
        return run.findings().stream()
                .map(Finding::severity)
                .max(Severity::compareTo)
                .orElseThrow();
    }

    private static Audience audience(RunErrorCode code) {
        return switch (code) {
            case QUALITY_GATE -> Audience.DATA;
            case FILE_NOT_FOUND,
                    FILE_UNREADABLE,
                    SPOOL_UNUSABLE,
                    BALANCE_MISMATCH,
                    DATABASE_ERROR,
                    ATTEMPTS_EXHAUSTED,
                    INTERNAL_ERROR -> Audience.OPERATIONS;
            case FILE_CHANGED,
                    FILE_EMPTY,
                    FILE_CORRUPT,
                    ARCHIVE_NOT_ONE_MEMBER,
                    COMPRESSION_UNSUPPORTED,
                    FILE_TOO_LARGE_UNPACKED,
                    WRONG_COLUMN_COUNT,
                    BAD_HEADER,
                    TOO_MANY_REJECTS,
                    TOO_MANY_DAYS,
                    TOO_MANY_EVENT_TYPES,
                    CONTROL_FILE_INVALID,
                    CONTROL_MISMATCH -> Audience.PROVIDER;
        };
    }
}
