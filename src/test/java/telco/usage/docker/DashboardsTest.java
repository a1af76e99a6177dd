package telco.usage.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import telco.usage.docker.Dashboard.Panel;

/** What can be known of the dashboards without Grafana. That their expressions have data, MonitoringIT proves. */
class DashboardsTest {

    private static final Path PROVISIONING = Path.of("docker/grafana/provisioning");
    private static final Set<String> KINDS = Set.of("stat", "gauge", "bargauge", "barchart", "timeseries", "table");

    @Test
    void dashboards_haveFixedAddressesAndNoIds() throws IOException {
        List<Dashboard> dashboards = Dashboard.all();
        assertThat(dashboards).extracting(Dashboard::title).containsExactly("Data", "Loads", "Service");
        assertThat(dashboards)
                .extracting(dashboard -> dashboard.json().path("uid").asText())
                .doesNotHaveDuplicates()
                .allMatch(uid -> uid.matches("telco-usage-[a-z]+"));
        assertThat(dashboards).allSatisfy(dashboard -> {
            assertThat(dashboard.file().getParent()).isEqualTo(Dashboard.FOLDER.resolve("Telco usage"));
            assertThat(dashboard.json().get("id").isNull()).isTrue();
            assertThat(dashboard.json().path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
            assertThat(dashboard.json().path("refresh").asText()).isNotBlank();
            assertThat(dashboard.json().at("/time/from").asText()).startsWith("now-");
        });
    }

    @Test
    void panels_sayWhatTheyShowAndInWhichUnit() throws IOException {
        for (Dashboard dashboard : Dashboard.all()) {
            List<Panel> panels = dashboard.panels();
            assertThat(panels).extracting(Panel::title).doesNotHaveDuplicates();
            assertThat(panels)
                    .extracting(panel -> panel.json().path("id").asInt())
                    .doesNotHaveDuplicates();
            assertThat(panels).allSatisfy(panel -> {
                assertThat(panel.json().path("type").asText()).isIn(KINDS);
                assertThat(panel.title()).isNotBlank().doesNotStartWith("Panel");
                assertThat(panel.json().path("description").asText())
                        .as(panel.name())
                        .endsWith(".");
                assertThat(panel.json().at("/fieldConfig/defaults/unit").asText())
                        .as(panel.name())
                        .isNotBlank();
                assertThat(panel.json().at("/fieldConfig/defaults/thresholds/steps"))
                        .as(panel.name())
                        .isNotEmpty();
                assertThat(panel.expressions()).as(panel.name()).isNotEmpty();
            });
        }
    }

    @Test
    void panels_lieSideBySideInTwentyFourColumns_numbersFirst() throws IOException {
        for (Dashboard dashboard : Dashboard.all()) {
            List<Panel> panels = dashboard.panels();
            for (Panel panel : panels) {
                assertThat(panel.position("x")).as(panel.name()).isNotNegative();
                assertThat(panel.position("w")).as(panel.name()).isPositive();
                assertThat(panel.position("h")).as(panel.name()).isPositive();
                assertThat(panel.position("x") + panel.position("w")).isLessThanOrEqualTo(24);
                assertThat(panels)
                        .filteredOn(other -> other != panel && other.overlaps(panel))
                        .as(panel.name())
                        .isEmpty();
                assertThat(panel.position("y") > 0
                                || panel.json().path("type").asText().equals("stat"))
                        .as(panel.name())
                        .isTrue();
            }
        }
    }

    @Test
    void numbers_comeFromTheDataSourceThatIsChosen() throws IOException {
        for (Dashboard dashboard : Dashboard.all()) {
            assertThat(dashboard.json().at("/templating/list/0/name").asText()).isEqualTo("datasource");
            assertThat(dashboard.json().at("/templating/list/0/type").asText()).isEqualTo("datasource");
            assertThat(sourcesIn(dashboard.json()))
                    .isNotEmpty()
                    .allSatisfy(
                            source -> assertThat(source.path("uid").asText()).isEqualTo("${datasource}"));
            assertThat(dashboard.panels())
                    .allSatisfy(
                            panel -> assertThat(panel.json().has("datasource")).isTrue());
        }
    }

    private static List<JsonNode> sourcesIn(JsonNode json) {
        return json.findValues("datasource");
    }

    @Test
    void expressions_askForMetricsThatExist() throws IOException {
        Set<String> known = KnownMetrics.names();
        for (Dashboard dashboard : Dashboard.all()) {
            for (Panel panel : dashboard.panels()) {
                assertThat(panel.expressions())
                        .as(panel.name())
                        .allSatisfy(expression ->
                                assertThat(known).containsAll(Promql.metricsOf(Promql.withoutVariables(expression))));
            }
        }
    }

    /** Rules that somebody has not loaded must not leave a panel empty. */
    @Test
    void expressions_doNotNeedTheRecordingRules() throws IOException {
        assertThat(Dashboard.all().stream()
                        .flatMap(dashboard -> dashboard.panels().stream())
                        .flatMap(panel -> panel.expressions().stream())
                        .flatMap(expression -> Promql.metricsOf(Promql.withoutVariables(expression)).stream()))
                .isNotEmpty()
                .noneMatch(metric -> metric.contains(":"));
    }

    @Test
    void provisioning_findsDashboardsAndDataSources() throws IOException {
        JsonNode provider = yaml("dashboards/dashboards.yml").at("/providers/0");
        assertThat(provider.at("/options/path").asText()).isEqualTo("/etc/grafana/dashboards");
        assertThat(provider.at("/options/foldersFromFilesStructure").asBoolean())
                .isTrue();
        assertThat(provider.path("allowUiUpdates").asBoolean(true)).isFalse();

        JsonNode sources = yaml("datasources/prometheus.yml").path("datasources");
        assertThat(Dashboard.elements(sources).map(source -> source.path("uid").asText()))
                .containsExactly("telco-prometheus", "telco-alertmanager");
        assertThat(sources.at("/0/isDefault").asBoolean()).isTrue();
        assertThat(Stream.of("dashboards/dashboards.yml", "datasources/prometheus.yml"))
                .allSatisfy(file ->
                        assertThat(yaml(file).path("apiVersion").asInt()).isEqualTo(1));
    }

    private static JsonNode yaml(String file) throws IOException {
        return new ObjectMapper(new YAMLFactory())
                .readTree(PROVISIONING.resolve(file).toFile());
    }
}
