package telco.usage.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import telco.usage.testing.FilesBelow;
import telco.usage.testing.OwnPostgres;
import telco.usage.testing.ServiceProcess;
import telco.usage.testing.SqlConsole;
import telco.usage.testing.Warehouse;

/** A database with an inbox, and as many services on both as a scenario wants, each in a working directory of its own. */
final class Site {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path folder;
    private final SqlConsole console;
    private final Map<String, String> settings = new HashMap<>();

    Site(Path folder, OwnPostgres server, String database, Map<String, String> more) throws IOException {
        this(folder, server.newDatabase(database), server.settings(database), more);
    }

    /** @param database the settings that name a database that is there */
    Site(Path folder, SqlConsole console, Map<String, String> database, Map<String, String> more) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.console = console;
        Files.createDirectories(inbox());
        Files.createDirectories(input());
        settings.putAll(database);
        settings.put("INBOX_DIR", inbox().toString());
        settings.put("INPUT_DIRS", input().toString());
        settings.put("INBOX_POLL_INTERVAL", "0.2s");
        settings.put("RUN_HEARTBEAT_INTERVAL", "0.5s");
        settings.put("RUN_LEASE", "3s");
        settings.put("RUN_MAX_ATTEMPTS", "50");
        // The disks of these tests are too small for anything else.
        settings.put("MIN_FREE_DISK", "0");
        settings.putAll(more);
    }

    Path inbox() {
        return folder.resolve("inbox");
    }

    Path input() {
        return folder.resolve("input");
    }

    SqlConsole console() {
        return console;
    }

    /** Starts a service and waits until it is ready. */
    ServiceProcess serve(String name) {
        try {
            return ServiceProcess.start(Files.createDirectories(folder.resolve(name)), settings)
                    .awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until so many files are where loaded files are kept, and none anywhere else in the inbox. */
    void awaitArchived(int files) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> FilesBelow.of(inbox().resolve("archive")).size() == files
                        && FilesBelow.of(inbox()).size() == files);
    }

    void awaitNoStage() {
        Warehouse.awaitNoStage(console);
    }
}
