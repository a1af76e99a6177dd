package telco.usage.run;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import telco.usage.jdbc.Sql;

/** Reads runs: the row and what hangs on it, a few statements for any number of runs. */
final class RunReader {

    /** What {@link #fresh} reads of a run's row. */
    static final String COLUMNS = """
            id, state, trigger, file_name, file_path, size_bytes, sha256, force, validate_only, priority, max_rejects,
            max_reject_ratio, replayed_run_id, replayed_rejects, left_rejects,
            requested_at, started_at, finished_at, published_at, attempt, bytes_read, rows_read, rows_staged,
            original_run_id, held_attempt, held_until, released_at, released_by,
            error_code, error_message
            """;

    private RunReader() {}

    record Hanging<T>(int runId, T value) {}

    private record Count(Disposition disposition, Amount amount) {}

    /** The runs with these ids, newest first, with all that hangs on them. */
    static List<Run> read(Connection connection, List<Integer> ids) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        // The runs before what hangs on them: a run that is read as done has all that it has ended with.
        List<Run> runs = runs(connection, ids);
        return reporting(connection, runs, ids, RunDetails.of(connection, ids));
    }

    /** The same as they are listed: without their details. */
    static List<Run> list(Connection connection, List<Integer> ids) throws SQLException {
        return ids.isEmpty() ? List.of() : reporting(connection, runs(connection, ids), ids, RunDetails.NONE);
    }

    private static List<Run> runs(Connection connection, List<Integer> ids) throws SQLException {
        return Sql.of("""
                        select %s
                        from ingest.run
                        where id = any (?)
                        order by id desc
                        """.formatted(COLUMNS), ids).list(connection, RunReader::fresh);
    }

    private static List<Run> reporting(Connection connection, List<Run> runs, List<Integer> ids, RunDetails details)
            throws SQLException {
        Map<Integer, List<Run.StepRecord>> steps = byRun(steps(connection, ids));
        Map<Integer, List<Finding>> findings = byRun(findings(connection, ids, details));
        Map<Integer, List<Count>> counts = byRun(counts(connection, ids));
        return runs.stream()
                .map(run -> run.reporting(
                        tally(counts.getOrDefault(run.id(), List.of())),
                        steps.getOrDefault(run.id(), List.of()),
                        findings.getOrDefault(run.id(), List.of()),
                        details.checks(run.id()),
                        details.alerts(run.id())))
                .toList();
    }

    private static Tally tally(List<Count> counts) {
        Tally tally = Tally.NOTHING;
        for (Count count : counts) {
            tally = tally.with(count.disposition(), count.amount());
        }
        return tally;
    }

    /** The run in this row as it is when nothing hangs on it, as on one that was just added. */
    static Run fresh(ResultSet row) throws SQLException {
        String errorCode = row.getString("error_code");
        return new Run(
                row.getInt("id"),
                RunState.valueOf(row.getString("state")),
                RunTrigger.valueOf(row.getString("trigger")),
                new Run.InputFile(row.getString("file_name"), row.getLong("size_bytes"), row.getString("sha256")),
                Path.of(row.getString("file_path")),
                row.getBoolean("force"),
                row.getBoolean("validate_only"),
                RunPriority.ofRank(row.getInt("priority")),
                new RejectLimits(row.getObject("max_rejects", Long.class), row.getBigDecimal("max_reject_ratio")),
                replay(row),
                row.getInt("attempt"),
                Sql.instant(row, "requested_at"),
                Sql.instant(row, "started_at"),
                Sql.instant(row, "finished_at"),
                Sql.instant(row, "published_at"),
                row.getObject("original_run_id", Integer.class),
                hold(row),
                Tally.NOTHING,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                RunProgress.atRest(
                        row.getLong("bytes_read"),
                        row.getLong("size_bytes"),
                        row.getLong("rows_read"),
                        row.getLong("rows_staged")),
                errorCode == null
                        ? null
                        : new Run.RunError(RunErrorCode.valueOf(errorCode), row.getString("error_message")));
    }

    private static Run.Replay replay(ResultSet row) throws SQLException {
        Integer replayed = row.getObject("replayed_run_id", Integer.class);
        return replayed == null
                ? null
                : new Run.Replay(replayed, row.getLong("replayed_rejects"), row.getLong("left_rejects"));
    }

    private static Run.Hold hold(ResultSet row) throws SQLException {
        Run.Hold hold = new Run.Hold(
                row.getObject("held_attempt", Integer.class),
                Sql.instant(row, "held_until"),
                Sql.instant(row, "released_at"),
                row.getString("released_by"));
        return hold.attempt() == null && hold.releasedAt() == null ? null : hold;
    }

    private static List<Hanging<Run.StepRecord>> steps(Connection connection, List<Integer> ids) throws SQLException {
        return Sql.of("""
                        select run_id, name, state, started_at, coalesce(finished_at, clock_timestamp()) as until
                        from ingest.run_step
                        where run_id = any (?)
                        order by run_id, started_at
                        """, ids)
                .list(
                        connection,
                        row -> new Hanging<>(
                                row.getInt("run_id"),
                                Run.StepRecord.of(
                                        StepName.valueOf(row.getString("name")),
                                        StepState.valueOf(row.getString("state")),
                                        Sql.instant(row, "started_at"),
                                        Sql.instant(row, "until"))));
    }

    private static List<Hanging<Finding>> findings(Connection connection, List<Integer> ids, RunDetails details)
            throws SQLException {
        return Sql.of("""
                        select id, run_id, check_name, severity, found, checked, message
                        from ingest.finding
                        where run_id = any (?)
                        order by id
                        """, ids)
                .list(
                        connection,
                        row -> new Hanging<>(
                                row.getInt("run_id"),
                                new Finding(
                                        row.getString("check_name"),
                                        Severity.valueOf(row.getString("severity")),
                                        row.getLong("found"),
                                        row.getLong("checked"),
                                        row.getString("message"),
                                        details.samples(row.getLong("id")))));
    }

    private static List<Hanging<Count>> counts(Connection connection, List<Integer> ids) throws SQLException {
        return Sql.of("""
                        select run_id, disposition, row_count, charge, duration
                        from ingest.run_tally
                        where run_id = any (?)
                        """, ids).list(connection, row -> {
            Amount amount =
                    new Amount(row.getLong("row_count"), row.getBigDecimal("charge"), row.getBigDecimal("duration"));
            return new Hanging<>(
                    row.getInt("run_id"), new Count(Disposition.valueOf(row.getString("disposition")), amount));
        });
    }

    static <T> Map<Integer, List<T>> byRun(List<Hanging<T>> rows) {
        Map<Integer, List<T>> byRun = new HashMap<>();
        for (Hanging<T> row : rows) {
            byRun.computeIfAbsent(row.runId(), id -> new ArrayList<>()).add(row.value());
        }
        return byRun;
    }
}
