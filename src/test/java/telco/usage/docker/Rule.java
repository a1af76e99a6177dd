package telco.usage.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A rule of Prometheus, as it is shipped. */
record Rule(String name, JsonNode definition) {

    static final Path FOLDER = Path.of("docker/prometheus");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    static List<Rule> alerts() throws IOException {
        return read("rules/alerts.yml", "alert");
    }

    static List<Rule> recorded() throws IOException {
        return read("rules/recording.yml", "record");
    }

    private static List<Rule> read(String file, String kind) throws IOException {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode group : YAML.readTree(FOLDER.resolve(file).toFile()).path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                rules.add(new Rule(rule.path(kind).asText(), rule));
            }
        }
        return rules;
    }

    String expression() {
        return definition.path("expr").asText();
    }

    String label(String name) {
        return definition.path("labels").path(name).asText();
    }

    String annotation(String name) {
        return definition.path("annotations").path(name).asText();
    }

    /** What tells rules of one name apart. */
    String identity() {
        return (name + " " + label("severity") + " " + label("cause")).strip();
    }
}
