package telco.usage.docker;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The manifests have the fields that Kubernetes knows, and fit each other, the image and the service. */
class KubernetesTest {

    private static final String NAME = "telco-usage-loader";

    private List<Manifest> manifests;

    @BeforeEach
    void read() throws IOException {
        manifests = Manifest.all();
    }

    @Test
    void manifests_haveTheFieldsThatKubernetesKnows() throws IOException {
        assertThat(manifests)
                .extracting(Manifest::kind)
                .containsExactly(
                        "batch/v1 CronJob",
                        "apps/v1 Deployment",
                        "v1 Secret",
                        "v1 Secret",
                        "v1 Service",
                        "monitoring.coreos.com/v1 ServiceMonitor",
                        "v1 PersistentVolumeClaim");
        for (Manifest manifest : manifests) {
            if (manifest.hasSchema()) {
                manifest.check();
            }
        }
    }

    /** Or the test above would prove nothing. */
    @Test
    void fieldThatIsMisspeltOrMissing_isFound() {
        Manifest deployment = only("apps/v1 Deployment");
        ObjectNode container = (ObjectNode) deployment.json().at("/spec/template/spec/containers/0");
        JsonNode name = container.remove("name");
        assertThatThrownBy(deployment::check).hasMessageContaining("`name` is not found");
        container.set("name", name);
        container.put("readynessProbe", "");
        assertThatThrownBy(deployment::check).hasMessageContaining("`readynessProbe`");
    }

    @Test
    void pods_runAsTheImagesUserWithNoRightsThatTheyDoNotNeed() throws IOException {
        Dockerfile dockerfile = Dockerfile.read();
        for (Manifest workload : workloads()) {
            JsonNode pod = workload.pod().path("spec");
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asText()).isEqualTo(dockerfile.argument("UID"));
            assertThat(pod.at("/securityContext/fsGroup").asText()).isEqualTo(dockerfile.argument("GID"));
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            JsonNode container = pod.at("/containers/0");
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                    .isEqualTo("ALL");
            assertThat(container.at("/resources/limits/memory").asText()).isEqualTo("768Mi");
            assertThat(container.path("image").asText()).matches("\\S+:\\d+\\.\\d+\\.\\d+");
        }
    }

    @Test
    void volumes_areMountedAndClaimed() throws IOException {
        String data = Dockerfile.read().only("VOLUME").rest();
        for (Manifest workload : workloads()) {
            JsonNode pod = workload.pod().path("spec");
            assertThat(names(pod.path("volumes"))).isEqualTo(names(pod.at("/containers/0/volumeMounts")));
            assertThat(pod.at("/containers/0/volumeMounts").findValuesAsText("mountPath"))
                    .contains(data, "/tmp");
            assertThat(pod.path("volumes").findValuesAsText("claimName"))
                    .containsExactly(only("v1 PersistentVolumeClaim").name());
        }
    }

    @Test
    void probes_askTheHealthOfTheService() {
        JsonNode container = only("apps/v1 Deployment").pod().at("/spec/containers/0");
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/q/health/started");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
        assertThat(container.findValues("httpGet"))
                .hasSize(3)
                .allSatisfy(probe -> assertThat(probe.path("port").asText()).isEqualTo("http"));
        assertThat(container.at("/ports/0/name").asText()).isEqualTo("http");
        assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(8080);
        assertThat(only("apps/v1 Deployment").json().at("/spec/strategy/type").asText())
                .isEqualTo("Recreate");
    }

    @Test
    void labels_leadFromTheServiceToThePodsAndFromPrometheusToTheService() {
        JsonNode labels = only("apps/v1 Deployment").pod().at("/metadata/labels");
        JsonNode service = only("v1 Service").json();
        JsonNode monitor = only("monitoring.coreos.com/v1 ServiceMonitor").json();
        assertThat(only("apps/v1 Deployment").json().at("/spec/selector/matchLabels"))
                .isEqualTo(labels);
        assertThat(service.at("/spec/selector")).isEqualTo(labels);
        assertThat(service.at("/spec/ports/0/targetPort").asText()).isEqualTo("http");
        assertThat(monitor.at("/spec/selector/matchLabels")).isEqualTo(service.at("/metadata/labels"));
        // The name that the rules know the service by.
        assertThat(service.at("/metadata/labels")
                        .path(monitor.at("/spec/jobLabel").asText())
                        .asText())
                .isEqualTo(NAME);
        JsonNode endpoint = monitor.at("/spec/endpoints/0");
        assertThat(endpoint.path("port").asText())
                .isEqualTo(service.at("/spec/ports/0/name").asText());
        assertThat(endpoint.path("path").asText()).isEqualTo("/q/metrics");
        assertThat(fields(endpoint)).containsExactlyInAnyOrder("port", "path", "interval", "basicAuth");
        assertThat(fields(monitor.path("spec"))).containsExactlyInAnyOrder("jobLabel", "selector", "endpoints");
    }

    @Test
    void secrets_haveWhatIsAskedOfThem_andNothingReal() {
        Set<String> offered = new HashSet<>();
        manifests.stream()
                .filter(manifest -> manifest.kind().equals("v1 Secret"))
                .forEach(secret -> {
                    fields(secret.json().path("stringData")).forEach(key -> offered.add(secret.name() + "/" + key));
                    assertThat(secret.json().path("stringData").toString()).contains("CHANGE-ME");
                });
        Set<String> asked = new HashSet<>();
        Stream.of("secretKeyRef", "username", "password")
                .flatMap(field -> manifests.stream().flatMap(manifest -> manifest.json().findValues(field).stream()))
                .filter(JsonNode::isObject)
                .forEach(reference -> asked.add(reference.path("name").asText() + "/"
                        + reference.path("key").asText()));
        manifests.stream()
                .flatMap(manifest -> manifest.json().findValues("secret").stream())
                .forEach(volume -> asked.add(volume.path("secretName").asText() + "/"
                        + volume.at("/items/0/key").asText()));
        assertThat(asked).isEqualTo(offered);
    }

    @Test
    void settings_areThoseOfTheService() throws IOException {
        Set<String> known = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)[:}]")
                .matcher(Files.readString(Path.of("src/main/resources/application.properties")))
                .results()
                .map(setting -> setting.group(1))
                .collect(toSet());
        for (Manifest workload : workloads()) {
            assertThat(known).containsAll(names(workload.pod().at("/spec/containers/0/env")));
        }
    }

    private List<Manifest> workloads() {
        return List.of(only("apps/v1 Deployment"), only("batch/v1 CronJob"));
    }

    private Manifest only(String kind) {
        List<Manifest> found = manifests.stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static Set<String> names(JsonNode array) {
        return Dashboard.elements(array)
                .map(element -> element.path("name").asText())
                .collect(toSet());
    }

    private static List<String> fields(JsonNode object) {
        return object.properties().stream().map(entry -> entry.getKey()).toList();
    }
}
