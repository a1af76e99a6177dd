package telco.usage.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A dashboard of Grafana, as it is shipped. */
record Dashboard(Path file, JsonNode json) {

    static final Path FOLDER = Path.of("docker/grafana/dashboards");

    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Dashboard> all() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(Dashboard::read)
                    .toList();
        }
    }

    private static Dashboard read(Path file) {
        try {
            return new Dashboard(file, JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String title() {
        return json.path("title").asText();
    }

    List<Panel> panels() {
        return elements(json.path("panels"))
                .map(panel -> new Panel(title(), panel))
                .toList();
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** One of its panels. */
    record Panel(String dashboard, JsonNode json) {

        String title() {
            return json.path("title").asText();
        }

        /** What the runbook calls it. */
        String name() {
            return dashboard + ": " + title();
        }

        List<String> expressions() {
            return elements(json.path("targets"))
                    .map(target -> target.path("expr").asText())
                    .toList();
        }

        int position(String key) {
            return json.path("gridPos").path(key).asInt(-1);
        }

        boolean overlaps(Panel other) {
            return position("x") < other.position("x") + other.position("w")
                    && other.position("x") < position("x") + position("w")
                    && position("y") < other.position("y") + other.position("h")
                    && other.position("y") < position("y") + position("h");
        }
    }
}
