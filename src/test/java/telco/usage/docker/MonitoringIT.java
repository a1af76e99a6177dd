package telco.usage.docker;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.testing.ServiceProcess;

/**
 * The dashboards and rules with the real thing: a service that loads a good, a bad and a doubtful file, a Prometheus that
 * asks it, an Alertmanager, and somebody to be told.
 */
class MonitoringIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    @TempDir
    Path work;

    @Test
    void everyPanelHasData_everyRuleIsWell_andWhoeverIsOnCallIsTold() throws Exception {
        Monitoring.Programs programs = Monitoring.programs();
        try (AlertReceiver receiver = new AlertReceiver();
                ServiceProcess service =
                        ServiceProcess.start(folder, settings()).awaitReady();
                Monitoring monitoring = programs.start(work, service.uri("/").getPort(), receiver)) {
            PrometheusApi prometheus = monitoring.prometheus();
            // A counter that Prometheus has not seen before does not grow for it.
            await().atMost(PATIENCE).until(() -> prometheus.hasData("telco_runs_total"));

            loadFiles(service);

            assertEveryPanelHasData(prometheus, service);
            // A rule that needs another one's result is an evaluation behind it.
            await().atMost(PATIENCE).untilAsserted(() -> assertRulesAreWell(prometheus));
            assertIsTold(receiver, "RunFailed");
            assertIsTold(receiver, "RejectsHigh");
            assertThat(receiver.alerts("NumbersMissing")).isEmpty();
        }
    }

    private Map<String, String> settings() throws IOException {
        return Map.of(
                "INPUT_DIRS", Files.createDirectories(folder.resolve("input")).toString(),
                "ENABLE_RETENTION_POLICY", "true",
                "EXPECTED_FILES", "weekly: usage_{week}.csv due MON 06:00");
    }

    private void loadFiles(ServiceProcess service) throws IOException {
        assertThat(load(service, "good.csv", lines(0, 200)).getString("state")).isEqualTo("SUCCEEDED");
        assertThat(load(service, "doubtful.csv", lines(200, 297) + "no,record\n".repeat(4))
                        .getString("state"))
                .isEqualTo("SUCCEEDED_WITH_WARNINGS");
        assertThat(load(service, "bad.csv", "this is\nno usage file\n").getString("state"))
                .isEqualTo("FAILED");
    }

    private JsonPath load(ServiceProcess service, String name, String content) throws IOException {
        Files.writeString(folder.resolve("input").resolve(name), content);
        return service.awaitDone(service.submit(name));
    }

    /** Usage of today, or retention would not take it. */
    private static String lines(int from, int to) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return IntStream.range(from, to)
                .mapToObj(i -> line(i, now.minusSeconds(60 + i)))
                .collect(joining());
    }

    private static String line(int customer, Instant time) {
        String text = time.toString();
        return "%d,%s,DATA,7229,0,0,1,0.000976,%s%n".formatted(customer, text, text.substring(0, 7));
    }

    private static void assertEveryPanelHasData(PrometheusApi prometheus, ServiceProcess service) throws IOException {
        List<Dashboard.Panel> empty = new ArrayList<>();
        Dashboard.all().forEach(dashboard -> empty.addAll(dashboard.panels()));
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            // So that there are requests to be measured.
            service.get("/runs");
            empty.removeIf(panel -> hasData(prometheus, panel));
            assertThat(empty).extracting(Dashboard.Panel::name).isEmpty();
        });
    }

    private static boolean hasData(PrometheusApi prometheus, Dashboard.Panel panel) {
        return panel.expressions().stream()
                .map(Promql::withoutVariables)
                // As often as it is scraped here.
                .map(expression -> expression.replace(":15s]", ":1s]"))
                .allMatch(prometheus::hasData);
    }

    private static void assertRulesAreWell(PrometheusApi prometheus) throws IOException {
        List<JsonNode> rules = prometheus.rules();
        assertThat(rules)
                .hasSize(Rule.alerts().size() + Rule.recorded().size())
                .allSatisfy(rule ->
                        assertThat(rule.path("health").asText()).as("%s", rule).isEqualTo("ok"));
        for (Rule recorded : Rule.recorded()) {
            assertThat(prometheus.hasData(recorded.name())).as(recorded.name()).isTrue();
        }
        assertThat(firing(rules)).contains("RunFailed", "RejectsHigh").doesNotContain("ServiceDown", "DatabaseDown");
        // It waits for ten minutes before it fires: what it waits for must not even begin.
        assertThat(rules)
                .filteredOn(rule -> rule.path("name").asText().equals("NumbersMissing"))
                .allSatisfy(rule -> assertThat(rule.path("alerts")).isEmpty());
    }

    private static List<String> firing(List<JsonNode> rules) {
        return rules.stream()
                .filter(rule -> rule.path("state").asText().equals("firing"))
                .map(rule -> rule.path("name").asText())
                .toList();
    }

    private static void assertIsTold(AlertReceiver receiver, String name) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(receiver.alerts(name)).isNotEmpty());
        JsonNode alert = receiver.alerts(name).get(0);
        assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
        assertThat(alert.at("/annotations/description").asText()).isNotBlank();
        assertThat(alert.at("/annotations/runbook_url").asText())
                .isEqualTo("docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
        assertThat(alert.at("/labels").has("runbook")).isFalse();
    }
}
