package telco.usage.metrics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** The table of metrics in the docs is what the service answers. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@WithTestResource(MetricsDocumentTest.SomethingExpected.class)
class MetricsDocumentTest {

    private static final Path DOCUMENT = Path.of("docs/metrics.md");
    private static final Pattern TABLE = Pattern.compile("(?m)(^\\| Metric .*\\n)(^\\|.*\\n)+");

    private static final Pattern HELP = Pattern.compile("# HELP (telco_\\w+) (.*)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (telco_\\w+) (\\w+)");
    private static final Pattern SERIES = Pattern.compile("(telco_\\w+?)(?:_bucket|_sum|_count|_total)?\\{(.*)} \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    /** What comes with the next look at the warehouse, or a moment behind a run's end. */
    private static final List<String> COUNTED_LATER = List.of(
            "telco_usage_events",
            "telco_usage_charge",
            "telco_rejects_open_rows",
            "telco_rejects_open_charge",
            "telco_rejects_total",
            "telco_dq_findings");

    /** Some metrics are only there when a file is expected. */
    public static final class SomethingExpected implements QuarkusTestResourceLifecycleManager {

        @Override
        public Map<String, String> start() {
            return Map.of("EXPECTED_FILES", "weekly: usage_{week}.csv due MON 06:00");
        }

        @Override
        public void stop() {
            // The setting ends with the service.
        }
    }

    @Test
    void tableInTheDocs_isWhatIsAnswered() throws IOException {
        Warehouse.clear();
        Api.load("measured.csv", "1,2026-03-01T10:00:00.000Z,DATA,1,0,0,5,0.5,2026-03\n".repeat(24) + "broken\n");
        String scrape = await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> given().get("/q/metrics").asString(),
                        text -> COUNTED_LATER.stream().allMatch(metric -> text.contains(metric + "{")));
        String table = table(scrape);
        String document = Files.readString(DOCUMENT);
        if (Boolean.getBoolean("metrics.write")) {
            Files.writeString(DOCUMENT, TABLE.matcher(document).replaceFirst(Matcher.quoteReplacement(table)));
        }
        assertThat(DOCUMENT)
                .as("Write it anew by ./mvnw test -Dtest=MetricsDocumentTest -Dmetrics.write=true")
                .content()
                .contains(table);
    }

    private static String table(String scrape) {
        Map<String, String> help = pairs(HELP, scrape);
        Map<String, String> types = pairs(TYPE, scrape);
        Map<String, Set<String>> labels = labels(scrape);
        return "| Metric | Type | Labels | What it says |\n|---|---|---|---|\n"
                + help.entrySet().stream()
                        // The longest of late, beside the histogram: it is there for no one to look at.
                        .filter(metric -> !metric.getKey().endsWith("_max"))
                        .map(metric -> "| `%s` | %s | %s | %s |\n"
                                .formatted(
                                        metric.getKey()
                                                + (types.get(metric.getKey()).equals("counter") ? "_total" : ""),
                                        types.get(metric.getKey()),
                                        labels.getOrDefault(metric.getKey(), Set.of()).stream()
                                                .map(label -> "`" + label + "`")
                                                .collect(Collectors.joining(", ")),
                                        metric.getValue()))
                        .collect(Collectors.joining());
    }

    private static Map<String, String> pairs(Pattern pattern, String scrape) {
        Map<String, String> pairs = new TreeMap<>();
        Matcher line = pattern.matcher(scrape);
        while (line.find()) {
            pairs.put(line.group(1), line.group(2));
        }
        return pairs;
    }

    private static Map<String, Set<String>> labels(String scrape) {
        Map<String, Set<String>> labels = new TreeMap<>();
        Matcher series = SERIES.matcher(scrape);
        while (series.find()) {
            Matcher label = LABEL.matcher(series.group(2));
            while (label.find()) {
                if (!label.group(1).equals("le")) {
                    labels.computeIfAbsent(series.group(1), name -> new TreeSet<>())
                            .add(label.group(1));
                }
            }
        }
        return labels;
    }
}
