package telco.usage.testing;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.run.Amount;
import telco.usage.run.Disposition;
import telco.usage.run.Finding;
import telco.usage.run.Run;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunState;
import telco.usage.run.RunTrigger;
import telco.usage.run.Runs;
import telco.usage.run.StepName;
import telco.usage.run.StepState;
import telco.usage.run.Tally;

/** A run written straight into the tables, for tests of what comes behind a run: nobody has worked on it. */
public final class StoredRun {

    private record Reject(long line, String reason, String column, String message) {}

    private final RunState state;
    private final Instant finishedAt;
    private String fileName = "usage.csv";
    private boolean published;
    private RunErrorCode errorCode;
    private String errorMessage;
    private Tally tally = Tally.NOTHING;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Reject> rejects = new ArrayList<>();

    private StoredRun(RunState state, Instant finishedAt) {
        this.state = state;
        this.finishedAt = finishedAt;
    }

    /** A run that published its rows, eight seconds of LOAD and two each of the other steps. */
    public static StoredRun published(RunState state, Instant finishedAt) {
        StoredRun run = new StoredRun(state, finishedAt);
        run.published = true;
        return run;
    }

    public static StoredRun failed(RunErrorCode code, String message) {
        StoredRun run = new StoredRun(RunState.FAILED, Instant.parse("2026-03-01T06:30:00Z"));
        run.errorCode = code;
        run.errorMessage = message;
        return run;
    }

    /** A run that waits, and that no worker takes within an hour. */
    public static StoredRun queued() {
        return new StoredRun(RunState.QUEUED, null);
    }

    /** A run whose worker will not be missed within an hour. */
    public static StoredRun running() {
        return new StoredRun(RunState.RUNNING, null);
    }

    public StoredRun named(String name) {
        fileName = name;
        return this;
    }

    public StoredRun counting(Disposition disposition, long rows, String charge) {
        tally = tally.with(disposition, new Amount(rows, new BigDecimal(charge), BigDecimal.ZERO));
        return this;
    }

    public StoredRun with(Finding finding) {
        findings.add(finding);
        return this;
    }

    public StoredRun withReject(long line, String reason, String column, String message) {
        rejects.add(new Reject(line, reason, column, message));
        return this;
    }

    public Run save(Database database, Runs runs) {
        int id = database.fromTransaction(connection -> {
            int runId = insertRun(connection);
            insertSteps(connection, runId);
            insertFound(connection, runId);
            return runId;
        });
        return runs.find(id).orElseThrow();
    }

    public static void remove(Database database, Run run) {
        database.inTransaction(connection -> {
            Sql.of(
                            "delete from ingest.alert_delivery where alert_id in (select id from ingest.alert where run_id = ?)",
                            run.id())
                    .update(connection);
            for (String table :
                    List.of("alert", "run_step", "run_tally", "finding", "reject", "reject_total", "run_day")) {
                Sql.of("delete from ingest." + table + " where run_id = ?", run.id())
                        .update(connection);
            }
            Sql.of("delete from ingest.run where id = ?", run.id()).update(connection);
        });
    }

    private int insertRun(Connection connection) throws SQLException {
        return Sql.of(
                        """
                        insert into ingest.run
                            (state, trigger, file_name, file_path, size_bytes, force, validate_only, requested_at,
                             started_at, finished_at, published_at, available_at, heartbeat_at, attempt,
                             bytes_read, rows_read, error_code, error_message)
                        values (?, ?, ?, '/nowhere/usage.csv', 1234, false, false, clock_timestamp(),
                             ?, ?, ?, clock_timestamp() + interval '1 hour', clock_timestamp() + interval '1 hour', 1,
                             1234, ?, ?, ?)
                        returning id
                        """,
                        state,
                        RunTrigger.API,
                        fileName,
                        finishedAt,
                        finishedAt,
                        published ? finishedAt : null,
                        tally.rows(Disposition.READ),
                        errorCode,
                        errorMessage)
                .one(connection, row -> row.getInt("id"));
    }

    private void insertSteps(Connection connection, int runId) throws SQLException {
        if (!published) {
            return;
        }
        for (StepName step : StepName.values()) {
            Sql.of(
                            "insert into ingest.run_step (run_id, name, state, started_at, finished_at) values (?, ?, ?, ?, ?)",
                            runId,
                            step,
                            StepState.SUCCEEDED,
                            finishedAt.minusSeconds(step == StepName.LOAD ? 8 : 2),
                            finishedAt)
                    .update(connection);
        }
    }

    private void insertFound(Connection connection, int runId) throws SQLException {
        for (Disposition disposition : Disposition.values()) {
            Amount amount = tally.get(disposition);
            Sql.of("""
                            insert into ingest.run_tally (run_id, disposition, row_count, charge, duration)
                            values (?, ?, ?, ?, ?)
                            """, runId, disposition, amount.rows(), amount.charge(), amount.duration())
                    .update(connection);
        }
        for (Finding finding : findings) {
            Sql.of(
                            """
                            insert into ingest.finding (run_id, check_name, severity, found, checked, message)
                            values (?, ?, ?, ?, ?, ?)
                            """,
                            runId,
                            finding.check(),
                            finding.severity(),
                            finding.count(),
                            finding.checked(),
                            finding.message())
                    .update(connection);
        }
        for (Reject reject : rejects) {
            Sql.of(
                            """
                            insert into ingest.reject
                                (run_id, record_number, line_number, byte_offset, reason, column_name, message, charge,
                                 record, record_bytes)
                            values (?, ?, ?, 0, ?, ?, ?, 0, ?, 3)
                            """,
                            runId,
                            reject.line(),
                            reject.line(),
                            reject.reason(),
                            reject.column(),
                            reject.message(),
                            "a,b".getBytes(StandardCharsets.UTF_8))
                    .update(connection);
            Sql.of("""
                            insert into ingest.reject_total as t (run_id, reason, state, row_count, stored_count, charge)
                            values (?, ?, 'OPEN', 1, 1, 0)
                            on conflict (run_id, reason, state) do update
                            set row_count = t.row_count + 1, stored_count = t.stored_count + 1
                            """, runId, reject.reason()).update(connection);
        }
    }
}
