package telco.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What can be known about the container files without a container engine. */
class ContainerFilesTest {

    private static final Path DOCKER = Path.of("docker");
    private static final Path COMPOSE = DOCKER.resolve("docker-compose.yml");
    private static final Path DOCKERFILE = DOCKER.resolve("Dockerfile");
    private static final Pattern PROPERTY_NAME = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)[:}]");

    @Test
    void compose_mountsOnlyFilesThatExistAndVolumesThatItDeclares() throws IOException {
        JsonNode compose = compose();
        List<String> sources = new ArrayList<>();
        compose.path("services")
                .forEach(service -> service.path("volumes")
                        .forEach(volume ->
                                sources.add(withDefaults(volume.asText()).split(":")[0])));
        assertThat(sources).isNotEmpty().allSatisfy(source -> {
            if (source.startsWith(".")) {
                assertThat(DOCKER.resolve(source)).exists();
            } else {
                assertThat(compose.path("volumes").has(source)).as(source).isTrue();
            }
        });
    }

    private static String withDefaults(String text) {
        return text.replaceAll("\\$\\{[A-Z][A-Z0-9_]*:-([^}]*)}", "$1");
    }

    @Test
    void compose_everyVariableHasADefaultOrSaysWhatIsMissing() throws IOException {
        Matcher variable = Pattern.compile("\\$\\{[A-Z][A-Z0-9_]*([^}]*)}").matcher(Files.readString(COMPOSE));
        int variables = 0;
        while (variable.find()) {
            assertThat(variable.group(1)).as(variable.group()).matches(":-.*|:\\?.+");
            variables++;
        }
        assertThat(variables).isPositive();
        assertThat(Files.readString(COMPOSE))
                .doesNotContain("TELCO_DATABASE_PASSWORD:-", "GRAFANA_ADMIN_PASSWORD:-", "{USERS:-");
    }

    @Test
    void compose_passesEverySettingThatIsNotTheImagesOwn() throws IOException {
        JsonNode environment = service().path("environment");
        List<String> imagesOwn = List.of(
                "USERS_FILE",
                "HTTPS_PORT",
                "HTTPS_CERTIFICATE_FILE",
                "HTTPS_KEY_FILE",
                "ANYONE_ON_THE_NETWORK_MAY_CHANGE_EVERYTHING",
                "DATA_DIR",
                "INPUT_DIRS",
                "CSV_FILE_PATH",
                "INBOX_DIR",
                "SPOOL_DIR",
                "REPLAY_DIR",
                "UPLOAD_DIR",
                "LOG_FILE",
                "DEMO_DATA");
        Matcher setting = PROPERTY_NAME.matcher(Files.readString(Path.of("src/main/resources/application.properties")));
        while (setting.find()) {
            if (!imagesOwn.contains(setting.group(1))) {
                assertThat(environment.has(setting.group(1)))
                        .as(setting.group(1))
                        .isTrue();
            }
        }
        assertThat(environment.path("ENABLE_RETENTION_POLICY").asText()).endsWith(":-true}");
        assertThat(environment.path("RETENTION_PERIOD_MONTHS").asText()).endsWith(":-6}");
    }

    @Test
    void compose_portsAreTheServicesAndOpenOnThisMachineOnly() throws IOException {
        assertThat(service().path("ports").path(0).asText()).endsWith(":8080");
        assertThat(service().path("environment").path("HTTP_PORT").asText()).isEqualTo("8080");
        assertThat(Files.readString(DOCKERFILE)).contains("EXPOSE 8080");
        compose()
                .path("services")
                .forEach(service -> service.path("ports")
                        .forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:")));
    }

    @Test
    void compose_runsTheServiceOnceTheDatabaseIsHealthy() throws IOException {
        assertThat(service()
                        .path("depends_on")
                        .path("database")
                        .path("condition")
                        .asText())
                .isEqualTo("service_healthy");
        assertThat(service().path("read_only").asBoolean()).isTrue();
        assertThat(service().path("tmpfs").path(0).asText()).isEqualTo("/tmp:exec");
    }

    @Test
    void compose_hasThePostgresThatTheBuildTestsOn() throws IOException {
        Matcher version =
                Pattern.compile("<postgres.version>(\\d+\\.\\d+)").matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        assertThat(compose().path("services").path("database").path("image").asText())
                .isEqualTo("postgres:" + version.group(1));
    }

    @Test
    void dockerfile_copiesWhatTheBuildMakesAndIsNotRoot() throws IOException {
        String dockerfile = Files.readString(DOCKERFILE);
        assertThat(dockerfile)
                .containsPattern("(?m)^FROM eclipse-temurin:17\\.[0-9._]+-jre-\\w+$")
                .containsPattern("(?m)^USER \\$UID:\\$GID$")
                .containsPattern("(?m)^ENTRYPOINT \\[\"java\"");
        Matcher copy = Pattern.compile("(?m)^COPY (?:--\\S+ )*(\\S+) \\S+$").matcher(dockerfile);
        List<String> sources = new ArrayList<>();
        while (copy.find()) {
            sources.add(copy.group(1));
        }
        assertThat(sources)
                .containsExactlyInAnyOrder(
                        "target/quarkus-app/lib/",
                        "target/quarkus-app/quarkus/",
                        "target/quarkus-app/*.jar",
                        "target/quarkus-app/app/",
                        "docker/healthcheck.sh");
        assertThat(DOCKER.resolve("healthcheck.sh")).isExecutable();
    }

    @Test
    @EnabledIf("hasBash")
    void healthcheck_succeedsOnlyWhenTheServiceIsReady() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        int[] status = {200};
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(status[0], -1);
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        try {
            assertThat(healthcheck(port)).isZero();
            status[0] = 503;
            assertThat(healthcheck(port)).isNotZero();
        } finally {
            server.stop(0);
        }
        assertThat(healthcheck(port)).isNotZero();
    }

    static boolean hasBash() {
        return Files.isExecutable(Path.of("/bin/bash"));
    }

    private static int healthcheck(int port) throws Exception {
        ProcessBuilder check = new ProcessBuilder("/bin/bash", "docker/healthcheck.sh");
        check.environment().put("HTTP_PORT", String.valueOf(port));
        check.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        return check.start().waitFor();
    }

    private static JsonNode service() throws IOException {
        return compose().path("services").path("service");
    }

    private static JsonNode compose() throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(COMPOSE.toFile());
    }
}
