package telco.usage.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that rules and dashboards may ask for. */
final class KnownMetrics {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(telco_\\w+)` \\| (\\w+) \\|");

    /** Prometheus' own, and those of libraries that docs/metrics.md does not list one by one. */
    private static final Set<String> OTHERS = Set.of(
            "up",
            "ALERTS",
            "http_server_requests_seconds_bucket",
            "http_server_requests_seconds_count",
            "agroal_active_count",
            "agroal_available_count",
            "agroal_awaiting_count",
            "jvm_memory_used_bytes",
            "jvm_memory_max_bytes",
            "jvm_gc_pause_seconds_sum",
            "process_cpu_usage",
            "process_start_time_seconds");

    private KnownMetrics() {}

    /** Those that the docs list, which a test holds to what the service answers; and those that rules record. */
    static Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>(OTHERS);
        Matcher row = ROW.matcher(Files.readString(Path.of("docs/metrics.md")));
        while (row.find()) {
            if (row.group(2).equals("histogram")) {
                names.add(row.group(1) + "_bucket");
                names.add(row.group(1) + "_sum");
                names.add(row.group(1) + "_count");
            } else {
                names.add(row.group(1));
            }
        }
        Rule.recorded().forEach(rule -> names.add(rule.name()));
        return names;
    }
}
