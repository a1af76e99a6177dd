package telco.usage.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Tool;

/** The containers fit together: who asks whom, on which port, and with which rights. */
class ComposeTest {

    private static final Path FOLDER = Path.of("docker");
    private static final String FILE = "docker/docker-compose.yml";
    private static final Pattern ADDRESS = Pattern.compile("([a-z]+):(\\d+)");
    private static final Map<String, String> REQUIRED =
            Map.of("TELCO_DATABASE_PASSWORD", "p", "USERS", "u", "GRAFANA_ADMIN_PASSWORD", "g");

    @Test
    void composeAcceptsTheFile_andRefusesItWhenAPasswordIsMissing() throws IOException {
        Tool compose = Tool.named("docker-compose", "docker-compose");
        String whole = config(compose, REQUIRED);
        JsonNode services = yaml(whole).path("services");
        assertThat(services.path("service")
                        .at("/environment/OPEN_WITHOUT_LOGIN")
                        .asText())
                .as(whole)
                .isEqualTo("health,metrics");
        assertThat(whole).doesNotContain("${");
        assertThat(config(compose, Map.of())).containsPattern("set [A-Z_]+ in .env");
    }

    private static String config(Tool compose, Map<String, String> environment) throws IOException {
        ProcessBuilder command = compose.command("--file", FILE, "config").redirectErrorStream(true);
        command.environment().keySet().removeAll(REQUIRED.keySet());
        command.environment().putAll(environment);
        return new String(command.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void images_areOfOneVersionEach() throws IOException {
        assertThat(services()).allSatisfy((name, service) -> {
            if (!service.has("build")) {
                assertThat(service.path("image").asText()).matches("[a-z/]+:v?\\d+\\.\\d+(\\.\\d+)?");
            }
        });
    }

    @Test
    void whatPrometheusAndGrafanaAsk_isThereUnderThatPort() throws IOException {
        JsonNode prometheus = read("prometheus/prometheus.yml");
        Map<String, String> ports = ports();
        for (JsonNode targets : prometheus.findValues("targets")) {
            for (JsonNode target : targets) {
                // A container's own port, if it is itself.
                assertAddress(ports, target.asText().replace("localhost", "prometheus"));
            }
        }
        for (JsonNode url :
                read("grafana/provisioning/datasources/prometheus.yml").findValues("url")) {
            assertAddress(ports, url.asText().replace("http://", ""));
        }
        assertThat(prometheus.at("/scrape_configs/0/metrics_path").asText()).isEqualTo("/q/metrics");
        assertThat(prometheus.at("/scrape_configs/0/static_configs/0/targets/0").asText())
                .isEqualTo("service:8080");
    }

    private static void assertAddress(Map<String, String> ports, String address) {
        var parts = ADDRESS.matcher(address);
        assertThat(parts.matches()).as(address).isTrue();
        assertThat(ports).containsEntry(parts.group(1), parts.group(2));
    }

    @Test
    void containers_haveNoRightsThatTheyDoNotNeed() throws IOException {
        Map<String, JsonNode> services = services();
        assertThat(services.keySet()).isEqualTo(Set.of("database", "service", "alertmanager", "prometheus", "grafana"));
        // PostgreSQL's image begins as root, to give its folder to its user.
        services.remove("database");
        assertThat(services).allSatisfy((name, service) -> {
            assertThat(service.path("read_only").asBoolean()).isTrue();
            assertThat(service.at("/cap_drop/0").asText()).isEqualTo("ALL");
            assertThat(service.at("/security_opt/0").asText()).isEqualTo("no-new-privileges:true");
            assertThat(service.has("mem_limit")).isTrue();
        });
    }

    @Test
    void containers_sayWhenTheyAreReady_andWaitForThoseThatTheyNeed() throws IOException {
        assertThat(services()).allSatisfy((name, service) -> {
            // The image of the service brings its own.
            assertThat(service.has("healthcheck") || service.has("build")).isTrue();
            service.path("depends_on")
                    .fieldNames()
                    .forEachRemaining(needed ->
                            assertThat(conditionOf(service, needed)).isIn("service_healthy", "service_started"));
        });
        assertThat(conditionOf(services().get("grafana"), "prometheus")).isEqualTo("service_healthy");
        assertThat(conditionOf(services().get("prometheus"), "service")).isEqualTo("service_started");
    }

    private static String conditionOf(JsonNode service, String needed) {
        return service.path("depends_on").path(needed).path("condition").asText();
    }

    /** The port inside of each container, which is the last part of what is published. */
    private static Map<String, String> ports() throws IOException {
        Map<String, String> ports = new TreeMap<>();
        services()
                .forEach((name, service) -> ports.put(
                        name,
                        List.of(service.at("/ports/0").asText().split(":")).stream()
                                .reduce((first, last) -> last)
                                .orElse("")));
        return ports;
    }

    private static Map<String, JsonNode> services() throws IOException {
        Map<String, JsonNode> services = new TreeMap<>();
        read("docker-compose.yml")
                .path("services")
                .properties()
                .forEach(entry -> services.put(entry.getKey(), entry.getValue()));
        return services;
    }

    private static JsonNode read(String file) throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(FOLDER.resolve(file).toFile());
    }

    private static JsonNode yaml(String text) throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(text);
    }
}
