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
import telco.usage.jdbc.Sql.Reading;

/** Reads runs: the row and what hangs on it, for any number of runs in one round trip. */
final class RunReader {

    /** What {@link #fresh} reads of a run's row. */
    static final String COLUMNS = """
            id, state, trigger, file_name, file_path, size_bytes, sha256, force, validate_only, priority, max_rejects,
            max_reject_ratio, replayed_run_id, replayed_rejects, left_rejects,
            requested_at, started_at, finished_at, published_at, attempt, bytes_read, rows_read, rows_staged,
            original_run_id, held_attempt, held_until, released_at, released_by,
            error_code, error_message
            """;

    private static final RunQuery RUNS = new RunQuery("select " + COLUMNS + """
            from ingest.run
            where id %s
            order by id desc
            """);

    /** A step that is not over is known to have lasted until its worker's last sign of life. */
    private static final RunQuery STEPS = new RunQuery("""
            select s.run_id, s.name, s.state, s.started_at,
                   coalesce(s.finished_at, r.heartbeat_at, s.started_at) as until
            from ingest.run_step s
            join ingest.run r on r.id = s.run_id
            where s.run_id %s
            order by s.run_id, s.started_at
            """);

    private static final RunQuery TALLIES = new RunQuery("""
            select run_id, disposition, row_count, charge, duration
            from ingest.run_tally
            where run_id %s
            """);

    private static final RunQuery FINDINGS = new RunQuery("""
            select id, run_id, check_name, severity, found, checked, message
            from ingest.finding
            where run_id %s
            order by id
            """);

    private final List<Run> runs = new ArrayList<>();
    private final Map<Integer, List<Run.StepRecord>> steps = new HashMap<>();
    private final Map<Integer, Tally> tallies = new HashMap<>();
    private final Map<Integer, List<Finding>> findings = new HashMap<>();
    private final RunDetails details = new RunDetails();

    private RunReader() {}

    /** The runs with these ids, newest first, with all that hangs on them. */
    static List<Run> read(Connection connection, List<Integer> ids) throws SQLException {
        return new RunReader().take(connection, ids, true);
    }

    /** The same as they are listed: without their details. */
    static List<Run> list(Connection connection, List<Integer> ids) throws SQLException {
        return new RunReader().take(connection, ids, false);
    }

    private List<Run> take(Connection connection, List<Integer> ids, boolean detailed) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<Reading> readings = new ArrayList<>();
        // The runs before what hangs on them: a run that is read as done has all that it has ended with.
        readings.add(new Reading(RUNS.about(ids), row -> runs.add(fresh(row))));
        readings.add(new Reading(STEPS.about(ids), this::takeStep));
        readings.add(new Reading(TALLIES.about(ids), this::takeTally));
        if (detailed) {
            readings.addAll(details.readings(ids));
        }
        // Behind their samples.
        readings.add(new Reading(FINDINGS.about(ids), this::takeFinding));
        Sql.readTogether(connection, readings);
        return runs.stream().map(this::reporting).toList();
    }

    private Run reporting(Run run) {
        return run.reporting(
                tallies.getOrDefault(run.id(), Tally.NOTHING),
                steps.getOrDefault(run.id(), List.of()),
                findings.getOrDefault(run.id(), List.of()),
                details.checks(run.id()),
                details.alerts(run.id()));
    }

    private void takeStep(ResultSet row) throws SQLException {
        Run.StepRecord step = Run.StepRecord.of(
                StepName.valueOf(row.getString("name")),
                StepState.valueOf(row.getString("state")),
                Sql.instant(row, "started_at"),
                Sql.instant(row, "until"));
        add(steps, row, step);
    }

    private void takeTally(ResultSet row) throws SQLException {
        Amount amount =
                new Amount(row.getLong("row_count"), row.getBigDecimal("charge"), row.getBigDecimal("duration"));
        Tally counted = tallies.getOrDefault(row.getInt("run_id"), Tally.NOTHING);
        tallies.put(row.getInt("run_id"), counted.with(Disposition.valueOf(row.getString("disposition")), amount));
    }

    private void takeFinding(ResultSet row) throws SQLException {
        Finding finding = new Finding(
                row.getString("check_name"),
                Severity.valueOf(row.getString("severity")),
                row.getLong("found"),
                row.getLong("checked"),
                row.getString("message"),
                details.samples(row.getLong("id")));
        add(findings, row, finding);
    }

    private static <T> void add(Map<Integer, List<T>> hanging, ResultSet row, T value) throws SQLException {
        hanging.computeIfAbsent(row.getInt("run_id"), id -> new ArrayList<>()).add(value);
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
}
