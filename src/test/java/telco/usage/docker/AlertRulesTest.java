package telco.usage.docker;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.testing.Tool;

/** Rules that fire when they should, each with words for whoever is woken by it. */
class AlertRulesTest {

    private static final Path RUNBOOK = Path.of("docs/runbook.md");
    private static final Path ALERTMANAGER = Path.of("docker/alertmanager/alertmanager.yml");

    /** A line of YAML behind a #, as the shipped configuration has them for what nobody can know but its user. */
    private static final Pattern SWITCHED_OFF = Pattern.compile("(?m)^( *)# ( *(?:- )?[a-z_]+:(?: .*)?)$");

    @TempDir
    Path temporary;

    @Test
    void promtool_findsNothingWrong() {
        Tool promtool = Tool.named("promtool", "prometheus");
        assertSucceeds(promtool.run("check", "config", "docker/prometheus/prometheus.yml"));
        assertSucceeds(promtool.run(
                "check", "rules", "docker/prometheus/rules/alerts.yml", "docker/prometheus/rules/recording.yml"));
    }

    @Test
    void rules_fireAndAreSilentAsTheirTestsSay() throws IOException {
        Tool promtool = Tool.named("promtool", "prometheus");
        String[] arguments = Stream.concat(
                        Stream.of("test", "rules"), tests().stream().map(Path::toString))
                .toArray(String[]::new);
        assertSucceeds(promtool.run(arguments));
    }

    @Test
    void everyAlert_isTestedFiringAndSilent() throws IOException {
        Set<String> firing = new HashSet<>();
        Set<String> silent = new HashSet<>();
        for (Path file : tests()) {
            for (JsonNode check :
                    new ObjectMapper(new YAMLFactory()).readTree(file.toFile()).findValues("alert_rule_test")) {
                check.forEach(each -> remember(each, firing, silent));
            }
        }
        assertThat(firing).isEqualTo(Rule.alerts().stream().map(Rule::identity).collect(toSet()));
        assertThat(silent).isEqualTo(Rule.alerts().stream().map(Rule::name).collect(toSet()));
    }

    private static void remember(JsonNode check, Set<String> firing, Set<String> silent) {
        String name = check.path("alertname").asText();
        if (check.path("exp_alerts").isEmpty()) {
            silent.add(name);
        }
        check.path("exp_alerts").forEach(alert -> {
            JsonNode labels = alert.path("exp_labels");
            firing.add((name + " " + labels.path("severity").asText() + " "
                            + labels.path("cause").asText())
                    .strip());
        });
    }

    @Test
    void everyAlert_saysHowBadItIsAndWhatToDo() throws IOException {
        String runbook = Files.readString(RUNBOOK);
        for (Rule alert : Rule.alerts()) {
            assertThat(alert.label("severity")).as(alert.identity()).isIn("critical", "warning");
            assertThat(alert.annotation("summary")).as(alert.identity()).isNotBlank();
            assertThat(alert.annotation("description")).as(alert.identity()).endsWith(".");
            assertThat(alert.annotation("runbook_url"))
                    .as(alert.identity())
                    .endsWith("\"docs/runbook.md\" }}#" + alert.name().toLowerCase(Locale.ROOT));
            assertThat(runbook).contains("\n## " + alert.name() + "\n");
        }
    }

    @Test
    void runbook_isAboutTheAlertsAndNoOthers() throws IOException {
        Set<String> names = Rule.alerts().stream().map(Rule::name).collect(toSet());
        String runbook = Files.readString(RUNBOOK);
        Set<String> sections = found("(?m)^## (\\w+)$", runbook);
        assertThat(sections).isEqualTo(names);
        assertThat(found("(?m)^\\| \\[(\\w+)]", runbook)).isEqualTo(names);
        assertThat(found("\\]\\(#(\\w+)\\)", runbook))
                .isEqualTo(names.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(toSet()));
        for (Rule alert : Rule.alerts()) {
            assertThat(runbook)
                    .containsPattern("(?m)^\\| \\[%s]\\(#\\w+\\) \\| [^|]*\\b%s\\b"
                            .formatted(alert.name(), alert.label("severity")));
        }
    }

    @Test
    void rules_askForMetricsThatExist() throws IOException {
        Set<String> known = KnownMetrics.names();
        for (Rule rule :
                Stream.concat(Rule.alerts().stream(), Rule.recorded().stream()).toList()) {
            assertThat(known).as(rule.identity()).containsAll(Promql.metricsOf(rule.expression()));
        }
    }

    @Test
    void promql_metricsAreThoseOfTheExpression() {
        assertThat(
                        Promql.metricsOf(
                                "sum by (job) (rate(a_total{x=~\"b|c\"}[5m:15s])) / on (job) group_left (v) (d:e > -Inf) or f and g"))
                .containsExactly("a_total", "d:e", "f", "g");
    }

    @Test
    void amtool_findsNothingWrong_alsoWhenItsReceiversAreSwitchedOn() throws IOException {
        Tool amtool = Tool.named("amtool", "prometheus-alertmanager");
        assertSucceeds(amtool.run("check-config", ALERTMANAGER.toString()));

        String whole = SWITCHED_OFF.matcher(Files.readString(ALERTMANAGER)).replaceAll("$1$2");
        assertThat(whole).contains("\n    webhook_configs:\n", "\n    email_configs:\n", "\n  smtp_smarthost: ");
        Path file = Files.writeString(temporary.resolve("alertmanager.yml"), whole);
        assertSucceeds(amtool.run("check-config", file.toString()));
        assertThat(route(amtool, file, "critical")).isEqualTo("at-once");
        assertThat(route(amtool, file, "warning")).isEqualTo("in-the-morning");
    }

    private static String route(Tool amtool, Path file, String severity) {
        Tool.Answer answer =
                amtool.run("config", "routes", "test", "--config.file", file.toString(), "severity=" + severity);
        return answer.text().lines().reduce((first, last) -> last).orElse("");
    }

    private static void assertSucceeds(Tool.Answer answer) {
        assertThat(answer.exitCode()).as(answer.text()).isZero();
    }

    private static List<Path> tests() throws IOException {
        try (Stream<Path> files = Files.list(Rule.FOLDER.resolve("tests"))) {
            return files.sorted().toList();
        }
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(toSet());
    }
}
