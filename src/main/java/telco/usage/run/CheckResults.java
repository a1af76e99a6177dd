package telco.usage.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import telco.usage.jdbc.Sql;

/** What the checks of a run came to, as a table. */
final class CheckResults {

    private CheckResults() {}

    /** Writes the results over what is there. One that is the same stays as it is, with its time: it was made once. */
    static void write(Connection connection, int runId, List<CheckResult> results) throws SQLException {
        List<String> checks = results.stream().map(CheckResult::check).toList();
        Sql.of(
                        "delete from ingest.quality_result where run_id = ? and not (check_name = any (?::text[]))",
                        runId,
                        checks)
                .update(connection);
        Sql.of(
                        """
                        insert into ingest.quality_result as r (run_id, check_name, outcome, found, checked, checked_at)
                        select ?::integer, check_name, outcome, found, checked, clock_timestamp()
                        from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[]) result (check_name, outcome, found, checked)
                        on conflict (run_id, check_name) do update
                        set outcome = excluded.outcome, found = excluded.found, checked = excluded.checked,
                            checked_at = excluded.checked_at
                        where (r.outcome, r.found, r.checked)
                            is distinct from (excluded.outcome, excluded.found, excluded.checked)
                        """,
                        runId,
                        checks,
                        results.stream().map(result -> result.outcome().name()).toList(),
                        results.stream().map(CheckResult::count).toList(),
                        results.stream().map(CheckResult::checked).toList())
                .update(connection);
    }
}
