package telco.usage.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import telco.usage.request.RequestHead;

/** Gives the service in a {@code @QuarkusTest} an empty database, folders of its own and short waits. */
public final class ServiceUnderTest implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        // As the main class does, which no such test runs.
        RequestHead.takeOverFromServer();
        TestPostgres.EmptyDatabase database = TestPostgres.newDatabase();
        Path folder = temporaryFolder();
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.datasource.jdbc.url", database.url());
        settings.put("quarkus.datasource.username", database.user());
        settings.put("quarkus.datasource.password", database.password());
        settings.put("quarkus.http.test-port", "0");
        settings.put("INPUT_DIRS", folder.resolve("input").toString());
        settings.put("CSV_FILE_PATH", folder.resolve("input/usage.csv").toString());
        settings.put("INBOX_DIR", folder.resolve("inbox").toString());
        settings.put("INBOX_POLL_INTERVAL", "0.2s");
        settings.put("INBOX_QUIET_PERIOD", "0.5s");
        settings.put("DEMO_DATA", "false");
        settings.put("telco.run.poll-interval", "0.02s");
        settings.put("telco.run.first-delay", "0.2s");
        settings.put("telco.alert.check-interval", "0.1s");
        settings.put("telco.metrics.warehouse-interval", "1s");
        // Tests look after the tables themselves.
        settings.put("CARE_INTERVAL", "0s");
        settings.put("SPOOL_DIR", folder.resolve("spool").toString());
        settings.put("REPLAY_DIR", folder.resolve("replay").toString());
        settings.put("UPLOAD_DIR", folder.resolve("upload").toString());
        // Small, so that a test can go beyond them.
        settings.put("MAX_UPLOAD_SIZE", "2M");
        settings.put("UPLOAD_CONCURRENCY", "3");
        settings.put("telco.upload.check-interval", "0.2s");
        settings.put("REQUEST_TIMEOUT", "4s");
        settings.put("quarkus.thread-pool.max-threads", "30");
        settings.put("telco.watch.most-waiting", "40");
        settings.put("telco.watch.most-streams", "5");
        settings.put("telco.watch.interval", "0.1s");
        settings.put("telco.watch.heartbeat", "0.3s");
        settings.put("LOG_FILE", folder.resolve("telco_etl.log").toString());
        return settings;
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("telco-usage-test");
            Files.createDirectories(folder.resolve("input"));
            Files.createDirectories(folder.resolve("inbox"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The database ends with the test process; the folder is kept for a look after a failure.
    }
}
