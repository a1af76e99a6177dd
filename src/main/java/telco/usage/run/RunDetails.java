package telco.usage.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import telco.usage.jdbc.Sql;
import telco.usage.jdbc.Sql.Reading;

/** What is shown of a single run and would make a list of them long; nothing, until its readings have been taken. */
final class RunDetails {

    private static final RunQuery SAMPLES = new RunQuery("""
            select s.finding_id, s.line_number, s.record
            from ingest.finding f
            join ingest.finding_sample s on s.finding_id = f.id
            where f.run_id %s
            order by s.finding_id, s.position
            """);

    private static final RunQuery CHECKS = new RunQuery("""
            select run_id, check_name, outcome, found, checked
            from ingest.quality_result
            where run_id %s
            order by run_id, check_name
            """);

    private static final RunQuery ALERTS = new RunQuery("""
            select a.run_id, d.channel, regexp_replace(d.target, '^(https?://)([^/@]*@)?([^/?]*).*$', '\\1\\3') as target,
                   coalesce(d.state, case when a.grouped_into is not null then 'GROUPED' end) as state,
                   coalesce(d.attempts, 0) as attempts, d.ended_at, d.last_error
            from ingest.alert a
            left join ingest.alert_delivery d on d.alert_id = a.id
            where a.run_id %s and (d.id is not null or a.grouped_into is not null)
            order by a.id, d.id
            """);

    private final Map<Long, List<Sample>> samples = new HashMap<>();
    private final Map<Integer, List<CheckResult>> checks = new HashMap<>();
    private final Map<Integer, List<AlertDelivery>> alerts = new HashMap<>();

    /** What reads the details of these runs. */
    List<Reading> readings(List<Integer> ids) {
        return List.of(
                new Reading(SAMPLES.about(ids), this::takeSample),
                new Reading(CHECKS.about(ids), this::takeCheck),
                new Reading(ALERTS.about(ids), this::takeAlert));
    }

    List<Sample> samples(long findingId) {
        return samples.getOrDefault(findingId, List.of());
    }

    List<CheckResult> checks(int runId) {
        return checks.getOrDefault(runId, List.of());
    }

    List<AlertDelivery> alerts(int runId) {
        return alerts.getOrDefault(runId, List.of());
    }

    private void takeSample(ResultSet row) throws SQLException {
        samples.computeIfAbsent(row.getLong("finding_id"), id -> new ArrayList<>())
                .add(new Sample(row.getObject("line_number", Long.class), row.getString("record")));
    }

    private void takeCheck(ResultSet row) throws SQLException {
        checks.computeIfAbsent(row.getInt("run_id"), id -> new ArrayList<>())
                .add(new CheckResult(
                        row.getString("check_name"),
                        CheckOutcome.valueOf(row.getString("outcome")),
                        row.getLong("found"),
                        row.getLong("checked")));
    }

    private void takeAlert(ResultSet row) throws SQLException {
        alerts.computeIfAbsent(row.getInt("run_id"), id -> new ArrayList<>())
                .add(new AlertDelivery(
                        channel(row.getString("channel")),
                        row.getString("target"),
                        AlertDelivery.State.valueOf(row.getString("state")),
                        row.getInt("attempts"),
                        Sql.instant(row, "ended_at"),
                        row.getString("last_error")));
    }

    private static AlertDelivery.Channel channel(String name) {
        return name == null ? null : AlertDelivery.Channel.valueOf(name);
    }
}
