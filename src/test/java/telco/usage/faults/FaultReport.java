package telco.usage.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import telco.usage.testing.Machine;
import telco.usage.testing.Progress;

/** What became of all tries, as Markdown: written anew when a scenario ends, so that a broken one is in it too. */
final class FaultReport {

    private static final Path FILE = Path.of("target", "faults.md");
    private static final List<Scenario> SCENARIOS = new ArrayList<>();

    private FaultReport() {}

    /** Begins a scenario, which is in the report from its end on. */
    static Scenario begin(String name) {
        Progress.say("%s", name);
        return new Scenario(name);
    }

    static synchronized void add(Scenario scenario) {
        SCENARIOS.add(scenario);
        try {
            Files.writeString(FILE, text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Progress.say("%s", scenario.line());
    }

    private static String text() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("| Scenario | Tries | As undisturbed | Failed | Seconds | Where the fault fell |\n");
        text.append("|---|---|---|---|---|---|\n");
        SCENARIOS.forEach(scenario -> text.append(scenario.line()).append('\n'));
        text.append("\n- Date: ").append(Instant.now().truncatedTo(ChronoUnit.MINUTES));
        text.append("\n- Command: `").append(FaultSettings.command()).append('`');
        text.append("\n- Seed: ").append(FaultSettings.CURRENT.seed());
        text.append("\n- Machine: ")
                .append(Machine.description(FILE.toAbsolutePath().getParent()));
        text.append("\n- Java: ").append(Machine.jvm()).append('\n');
        return text.toString();
    }
}
