package telco.usage.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One document of a manifest for Kubernetes. */
record Manifest(Path file, JsonNode json) {

    static final Path FOLDER = Path.of("docker/k8s");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Refuses what has a field that its kind does not have, or lacks one that it needs. */
    @FunctionalInterface
    private interface Schema {
        void check(JsonElement json) throws IOException;
    }

    private static final Map<String, Schema> SCHEMAS = Map.of(
            "apps/v1 Deployment", V1Deployment::validateJsonElement,
            "batch/v1 CronJob", V1CronJob::validateJsonElement,
            "v1 Service", V1Service::validateJsonElement,
            "v1 Secret", V1Secret::validateJsonElement,
            "v1 PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement);

    static List<Manifest> all() throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                try (MappingIterator<JsonNode> documents =
                        YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
                    documents.readAll().forEach(document -> manifests.add(new Manifest(file, document)));
                }
            }
        }
        return manifests;
    }

    String kind() {
        return json.path("apiVersion").asText() + " " + json.path("kind").asText();
    }

    String name() {
        return json.at("/metadata/name").asText();
    }

    /** False for a kind that is not Kubernetes' own. */
    boolean hasSchema() {
        return SCHEMAS.containsKey(kind());
    }

    /** @throws IllegalArgumentException when Kubernetes would not take it */
    void check() throws IOException {
        SCHEMAS.get(kind()).check(JsonParser.parseString(json.toString()));
    }

    /** What is made of it in the end: the pods of a Deployment or CronJob. */
    JsonNode pod() {
        JsonNode ofJob = json.at("/spec/jobTemplate/spec/template");
        return ofJob.isMissingNode() ? json.at("/spec/template") : ofJob;
    }
}
