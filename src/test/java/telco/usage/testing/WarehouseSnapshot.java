package telco.usage.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that loads have left in a database, as text to compare: facts, views, ledger, rejects, reports, and which tables
 * there are. Not in it: times, and how many attempts a run has needed.
 */
public record WarehouseSnapshot(Map<String, List<String>> parts) {

    private static final Map<String, String> QUERIES = new LinkedHashMap<>();

    static {
        QUERIES.put("facts", """
                select count(*), sum(charge), sum(hashtextextended((customer_id, event_start_time, event_type,
                    rate_plan_id, billing_flag_one, billing_flag_two, duration, charge, month, event_uuid)::text, 0))
                from public.telco_billings_usage
                """);
        QUERIES.put("facts by run", "select run_id, count(*) from public.telco_billings_usage group by 1 order by 1");
        QUERIES.put("usage distribution", """
                select count(*), sum(event_count), sum(total_charge), sum(hashtextextended(v::text, 0))
                from public.analytics_usage_distribution v
                """);
        QUERIES.put("monthly trends", "select * from public.analytics_monthly_trends order by 1, 2");
        QUERIES.put(
                "ledger", "select sha256, size_bytes, file_name, run_id from ingest.loaded_file order by file_name, 1");
        QUERIES.put("rejects", """
                select run_id, count(*), sum(charge), sum(hashtextextended((record_number, line_number, byte_offset,
                    reason, column_name, message, record, record_bytes, state, replay_run_id)::text, 0))
                from ingest.reject
                group by 1
                order by 1
                """);
        QUERIES.put(
                "reject totals",
                "select run_id, reason, state, row_count, stored_count, charge from ingest.reject_total order by 1, 2, 3");
        QUERIES.put("runs", """
                select id, state, file_name, sha256, bytes_read, rows_read, published_at is not null, error_code
                from ingest.run
                order by id
                """);
        QUERIES.put("steps", "select run_id, name, state from ingest.run_step order by run_id, started_at");
        QUERIES.put(
                "tallies",
                "select run_id, disposition, row_count, charge, duration from ingest.run_tally order by 1, 2");
        QUERIES.put(
                "findings",
                "select run_id, check_name, severity, found, checked, message from ingest.finding order by id");
        QUERIES.put("tables", """
                select schemaname || '.' || tablename
                from pg_tables
                where schemaname not in ('pg_catalog', 'information_schema')
                order by 1
                """);
    }

    public static WarehouseSnapshot of(SqlConsole console) {
        Map<String, List<String>> parts = new LinkedHashMap<>();
        QUERIES.forEach((name, query) -> parts.put(name, console.rows(query)));
        return new WarehouseSnapshot(parts);
    }
}
