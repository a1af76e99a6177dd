package telco.usage.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Machine;
import telco.usage.testing.Progress;

/**
 * Measures the packaged service, see {@code docs/benchmarks.md}. It fails when a load is wrong, not when it is slow: how
 * fast is fast enough depends on the machine, and the report says what was meant to be reached.
 */
class LoadBenchmark {

    private static final Path REPORT = Path.of("target", "benchmark.md");

    private final BenchmarkSettings settings = BenchmarkSettings.read();
    private final Results results = new Results();

    @Test
    void load_againstABareCopy() throws IOException, SQLException {
        List<String> surroundings;
        try (Workspace workspace = Workspace.open(settings);
                DatabaseServer server = DatabaseServer.open(settings, workspace.folder())) {
            surroundings = surroundings(workspace, server);
            surroundings.forEach(line -> Progress.say("%s", line));
            UsageFiles files = new UsageFiles(workspace.folder().resolve("files"), settings);
            for (int number = 1; number <= settings.repeats(); number++) {
                round(number, workspace, server, files);
            }
            if (settings.hasReaderRound()) {
                round(settings.repeats() + 1, workspace, server, files);
            }
        }
        String report = Report.of(results, surroundings);
        Files.writeString(REPORT, report);
        Progress.say("written to %s%n%n%s", REPORT, report);
    }

    private void round(int number, Workspace workspace, DatabaseServer server, UsageFiles files)
            throws IOException, SQLException {
        Path directory = Files.createDirectories(workspace.folder().resolve("service-" + number));
        try (BenchmarkDatabase database = server.newDatabase();
                LoaderService service = LoaderService.start(directory, files.folder(), database);
                Reader reader = Reader.start(database, settings.readerPause())) {
            Round round = new Round(number, settings, files, database, service, reader, results);
            round.first();
            if (number == settings.repeats() && settings.growth() > 1) {
                round.grown();
            }
            round.finish();
        }
    }

    private List<String> surroundings(Workspace workspace, DatabaseServer server) throws IOException, SQLException {
        return List.of(
                "Date: " + Instant.now().truncatedTo(ChronoUnit.MINUTES),
                "Command: `" + settings.command() + "`",
                String.format(
                        Locale.ROOT,
                        "Rows %,d, a week %,d; %d rounds; grown to %d times the days; the reader pauses %d ms",
                        settings.rows(),
                        settings.weekRows(),
                        settings.repeats(),
                        settings.growth(),
                        settings.readerPause().toMillis()),
                "Machine: " + Machine.description(workspace.folder()),
                String.format(Locale.ROOT, "Load average before: %.2f", Machine.loadAverage()),
                "Java: " + Machine.jvm() + "; the service with -Xms256m -Xmx256m",
                "Database: " + server.description());
    }
}
