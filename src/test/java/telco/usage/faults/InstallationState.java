package telco.usage.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import telco.usage.testing.FilesBelow;
import telco.usage.testing.SqlConsole;

/**
 * All that an installation keeps, as text to compare: facts, rollup, both views, ledger, rejects, reports, audit and files.
 * A transaction that was rolled back has used up a run's id, so a run is told by its number: the first, the second. Not in
 * it: times, and how many attempts a run has needed.
 */
record InstallationState(Map<String, List<String>> parts) {

    /** In a query: {@code #(x)} is the number of the run with the id x. */
    private static final Map<String, String> QUERIES = new LinkedHashMap<>();

    private static final Pattern RUN = Pattern.compile("(?<=run |/runs/|runs \\()\\d+(?=[ /)])");
    private static final Pattern FILED = Pattern.compile("(\\w+)/\\d{4}/\\d{2}/(\\d+)(-.*)");

    static {
        QUERIES.put("facts", """
                select #(run_id) as run, count(*), sum(charge), sum(hashtextextended((customer_id, event_start_time,
                    event_type, rate_plan_id, billing_flag_one, billing_flag_two, duration, charge, month,
                    event_uuid)::text, 0))
                from public.telco_billings_usage
                group by run_id
                order by 1
                """);
        QUERIES.put("rollup", """
                select month, event_type, count(*), sum(event_count), sum(total_duration)::float8,
                    sum(total_charge)::numeric(30, 8), sum(hashtextextended((rate_plan_id, customer_id, event_count,
                    total_duration::float8, total_charge::numeric(30, 8))::text, 0))
                from ingest.usage_rollup
                group by month, event_type
                order by 1, 2
                """);
        QUERIES.put("usage distribution", """
                select service_type, count(*), sum(event_count), sum(total_charge), sum(hashtextextended(v::text, 0))
                from public.analytics_usage_distribution v
                group by service_type
                order by 1
                """);
        QUERIES.put("monthly trends", """
                select month, service_type, event_count, customer_count, total_duration, total_charge
                from public.analytics_monthly_trends
                order by 1, 2
                """);
        QUERIES.put("ledger", "select sha256, size_bytes, file_name, #(run_id) from ingest.loaded_file order by 4, 1");
        QUERIES.put("days", "select #(run_id), day from ingest.run_day order by 1, 2");
        QUERIES.put("rejects", """
                select #(run_id) as run, count(*), sum(charge), sum(hashtextextended((record_number, line_number,
                    byte_offset, reason, column_name, message, record, record_bytes, state)::text, 0))
                from ingest.reject
                group by run_id
                order by 1
                """);
        QUERIES.put("reject totals", """
                select #(run_id) as run, reason, state, row_count, stored_count, charge
                from ingest.reject_total
                order by 1, 2, 3
                """);
        QUERIES.put("runs", """
                select #(r.id) as run, state, file_name, sha256, bytes_read, rows_read, published_at is not null, error_code
                from ingest.run r
                order by 1
                """);
        QUERIES.put("steps", "select #(run_id) as run, name, state from ingest.run_step order by 1, 2");
        QUERIES.put("tallies", """
                select #(run_id) as run, disposition, row_count, charge from ingest.run_tally order by 1, 2
                """);
        QUERIES.put("findings", """
                select #(run_id) as run, check_name, severity, found, checked, message
                from ingest.finding
                order by 1, 2, found
                """);
        QUERIES.put("audit", "select #(run_id) as run, action, actor, detail from ingest.audit order by id");
        QUERIES.put("tables", """
                select schemaname || '.' || tablename
                from pg_tables
                where schemaname not in ('pg_catalog', 'information_schema')
                order by 1
                """);
    }

    static InstallationState of(Installation installation) {
        SqlConsole console = installation.console();
        Map<String, String> numbers = new HashMap<>();
        console.rows("select id from ingest.run order by id")
                .forEach(id -> numbers.put(id, "#" + (numbers.size() + 1)));
        Map<String, List<String>> parts = new LinkedHashMap<>();
        QUERIES.forEach((name, query) -> parts.put(
                name,
                console
                        .rows(query.replaceAll(
                                "#\\(([\\w.]+)\\)",
                                "(select count(*) from ingest.run numbered where numbered.id <= $1)"))
                        .stream()
                        .map(row -> numbered(row, numbers))
                        .toList()));
        parts.put("files", files(installation.inbox(), numbers));
        return new InstallationState(parts);
    }

    /** What is here and not there, and the other way round: a line each, with the part it is of. */
    List<String> differencesFrom(InstallationState expected) {
        List<String> differences = new ArrayList<>();
        parts.forEach((part, lines) -> {
            List<String> wanted = expected.parts().get(part);
            lines.stream()
                    .filter(line -> !wanted.contains(line))
                    .forEach(line -> differences.add(part + " has " + line));
            wanted.stream()
                    .filter(line -> !lines.contains(line))
                    .forEach(line -> differences.add(part + " lacks " + line));
            if (differences.isEmpty() && !lines.equals(wanted)) {
                differences.add(part + " has another order, or lines twice");
            }
        });
        return differences;
    }

    /** Messages have ids in them. */
    private static String numbered(String text, Map<String, String> numbers) {
        return RUN.matcher(text).replaceAll(found -> numbers.getOrDefault(found.group(), found.group()));
    }

    private static List<String> files(Path inbox, Map<String, String> numbers) {
        return FilesBelow.of(inbox).stream()
                .map(file -> place(file, numbers) + " "
                        + inbox.resolve(file).toFile().length())
                .sorted()
                .toList();
    }

    /** Without year and month: a fault may be recovered from when the next month has begun. */
    private static String place(String path, Map<String, String> numbers) {
        Matcher filed = FILED.matcher(path);
        return filed.matches() ? filed.group(1) + "/" + numbers.get(filed.group(2)) + filed.group(3) : path;
    }
}
