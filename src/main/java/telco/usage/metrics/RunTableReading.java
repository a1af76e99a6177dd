package telco.usage.metrics;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import telco.usage.jdbc.Sql;
import telco.usage.run.RunState;

/**
 * What the run table said at one time.
 *
 * @param byState nothing for a state that no run is in
 * @param findings of the run that was audited last
 */
record RunTableReading(Instant readAt, Map<RunState, StateReading> byState, List<FindingRows> findings) {

    /**
     * The runs in one state.
     *
     * @param silent those whose worker has not been heard of for longer than the lease
     * @param lastFinishedSeconds when the last of them ended, in seconds since 1970; 0 when none has
     */
    record StateReading(
            RunState state,
            double runs,
            double silent,
            double readBytes,
            double fileBytes,
            double readRows,
            double lastFinishedSeconds) {}

    /** How many rows the findings of one check and severity speak of. */
    record FindingRows(String check, String severity, long rows) {}

    /** Before the first: nothing is known, which is not the same as none. */
    static final RunTableReading NEVER = new RunTableReading(Instant.MIN, Map.of(), List.of());

    boolean isOlderThan(Duration age, Instant now) {
        return readAt.isBefore(now.minus(age));
    }

    /** The sum over the runs in these states; NaN when the table was never read. */
    double sum(ToDoubleFunction<StateReading> figure, RunState... states) {
        if (equals(NEVER)) {
            return Double.NaN;
        }
        double sum = 0;
        for (RunState state : states) {
            sum += byState.containsKey(state) ? figure.applyAsDouble(byState.get(state)) : 0;
        }
        return sum;
    }

    /** When a run last ended in one of these states, in seconds since 1970; 0 when none ever did, NaN before the first. */
    double lastFinishedSeconds(RunState... states) {
        if (equals(NEVER)) {
            return Double.NaN;
        }
        double last = 0;
        for (RunState state : states) {
            last = byState.containsKey(state)
                    ? Math.max(last, byState.get(state).lastFinishedSeconds())
                    : last;
        }
        return last;
    }

    static RunTableReading read(Connection connection, Duration lease, Instant now) throws SQLException {
        return new RunTableReading(now, byState(connection, lease), findings(connection));
    }

    private static Map<RunState, StateReading> byState(Connection connection, Duration lease) throws SQLException {
        return Sql.of("""
                        select
                            state,
                            count(*) as runs,
                            count(*) filter (
                                where heartbeat_at < clock_timestamp() - make_interval(secs => ?)) as silent,
                            coalesce(sum(bytes_read), 0) as read_bytes,
                            coalesce(sum(size_bytes), 0) as file_bytes,
                            coalesce(sum(rows_read), 0) as read_rows,
                            coalesce(extract(epoch from max(finished_at)), 0) as last_finished
                        from ingest.run
                        group by state
                        """, lease.toMillis() / 1000.0)
                .list(
                        connection,
                        row -> new StateReading(
                                RunState.valueOf(row.getString("state")),
                                row.getDouble("runs"),
                                row.getDouble("silent"),
                                row.getDouble("read_bytes"),
                                row.getDouble("file_bytes"),
                                row.getDouble("read_rows"),
                                row.getDouble("last_finished")))
                .stream()
                .collect(Collectors.toMap(StateReading::state, reading -> reading));
    }

    private static List<FindingRows> findings(Connection connection) throws SQLException {
        return Sql.of("""
                        select check_name, severity, sum(found) as rows
                        from ingest.finding
                        where run_id = (
                            select run_id
                            from ingest.run_step
                            where name = 'QUALITY' and state in ('SUCCEEDED', 'FAILED')
                            order by finished_at desc
                            limit 1)
                        group by check_name, severity
                        """)
                .list(
                        connection,
                        row -> new FindingRows(
                                row.getString("check_name"), row.getString("severity"), row.getLong("rows")));
    }
}
