package telco.usage.metrics;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import telco.usage.jdbc.Sql;

/**
 * What the run table said at one time.
 *
 * @param lastSuccessSeconds when a run last published a file, in seconds since 1970; 0 when none ever did
 * @param findings of the run that was audited last
 */
record RunTableReading(
        Instant readAt, double active, double queued, double lastSuccessSeconds, List<FindingRows> findings) {

    /** Before the first: nothing is known, which is not the same as none. */
    static final RunTableReading NEVER =
            new RunTableReading(Instant.MIN, Double.NaN, Double.NaN, Double.NaN, List.of());

    /** How many rows the findings of one check and severity speak of. */
    record FindingRows(String check, String severity, long rows) {}

    boolean isOlderThan(Duration age, Instant now) {
        return readAt.isBefore(now.minus(age));
    }

    static RunTableReading read(Connection connection, Instant now) throws SQLException {
        List<FindingRows> findings = Sql.of("""
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
        return Sql.of("""
                        select
                            count(*) filter (where state in ('RUNNING', 'CANCELLING')) as active,
                            count(*) filter (where state = 'QUEUED') as queued,
                            coalesce(extract(epoch from max(finished_at) filter (
                                where published_at is not null
                                  and state in ('SUCCEEDED', 'SUCCEEDED_WITH_WARNINGS'))), 0) as last_success
                        from ingest.run
                        """)
                .one(
                        connection,
                        row -> new RunTableReading(
                                now,
                                row.getLong("active"),
                                row.getLong("queued"),
                                row.getDouble("last_success"),
                                findings));
    }
}
