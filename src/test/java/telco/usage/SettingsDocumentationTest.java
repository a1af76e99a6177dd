package telco.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A setting that is read but not written down, or the other way round, is a trap for whoever operates the service. */
class SettingsDocumentationTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::([^}]*))?}");
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^(# )?([A-Z][A-Z0-9_]*)=(.*)$");
    private static final Pattern TABLE_ROW =
            Pattern.compile("(?m)^\\| `([A-Z][A-Z0-9_]*)` \\| (?:`([^`]*)`|none) \\| (.*) \\|$");

    /** What the compose file reads, and the service does not. */
    private static final Set<String> COMPOSE_ONLY = Set.of(
            "COMPOSE_PROJECT_NAME",
            "SERVICE_MEMORY",
            "GRAFANA_ADMIN_PASSWORD",
            "GRAFANA_PORT",
            "PROMETHEUS_PORT",
            "ALERTMANAGER_PORT",
            "ALERTMANAGER_CONFIG");

    /** Switched on in the example, against the default. */
    private static final Set<String> SWITCHED_ON = Set.of("ENABLE_RETENTION_POLICY", "RETENTION_PERIOD_MONTHS");

    @Test
    void example_hasEverySettingWithItsDefault() throws IOException {
        Map<String, String> example = new TreeMap<>();
        Set<String> set = new TreeSet<>();
        Matcher line = EXAMPLE.matcher(Files.readString(Path.of(".env.example")));
        while (line.find()) {
            example.put(line.group(2), line.group(3));
            if (line.group(1) == null) {
                set.add(line.group(2));
            }
        }
        assertThat(set)
                .containsExactlyInAnyOrder(
                        "COMPOSE_PROJECT_NAME", "ENABLE_RETENTION_POLICY", "RETENTION_PERIOD_MONTHS");
        assertThat(example)
                .containsEntry("ENABLE_RETENTION_POLICY", "true")
                .containsEntry("RETENTION_PERIOD_MONTHS", "6");
        example.keySet().removeAll(COMPOSE_ONLY);
        Map<String, String> defaults = defaults();
        assertThat(example.keySet()).isEqualTo(defaults.keySet());
        example.keySet().removeAll(SWITCHED_ON);
        defaults.keySet().removeAll(SWITCHED_ON);
        assertThat(example).isEqualTo(defaults);
    }

    @Test
    void readme_hasEverySettingWithItsDefault() throws IOException {
        Map<String, String> table = new TreeMap<>();
        Matcher row = TABLE_ROW.matcher(Files.readString(Path.of("README.md")));
        while (row.find()) {
            table.put(row.group(1), row.group(2) == null ? "" : row.group(2));
            assertThat(row.group(3)).isNotBlank();
        }
        assertThat(table).isEqualTo(defaults());
    }

    /** Names and defaults as the service reads them; where one is read twice, the first time counts. */
    private static Map<String, String> defaults() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        Matcher placeholder =
                PLACEHOLDER.matcher(Files.readString(Path.of("src/main/resources/application.properties")));
        while (placeholder.find()) {
            defaults.putIfAbsent(placeholder.group(1), placeholder.group(2) == null ? "" : placeholder.group(2));
        }
        // The URL needs some host; what an unset one means is the embedded server.
        defaults.put("TELCO_DATABASE_HOST", "");
        return defaults;
    }
}
