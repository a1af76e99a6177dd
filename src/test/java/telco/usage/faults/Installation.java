package telco.usage.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import telco.usage.testing.ServiceProcess;
import telco.usage.testing.SqlConsole;

/** A database, a folder with its inbox, and the packaged service on both: what a fault strikes, or what it must equal. */
final class Installation implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(300);

    private static final Duration POLL = Duration.ofMillis(100);

    private final Path folder;
    private final SqlConsole console;
    private final Map<String, String> settings = new HashMap<>();
    private ServiceProcess service;
    private boolean retention;

    /** @param database the settings that name the database */
    Installation(Path folder, SqlConsole console, Map<String, String> database) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.console = console;
        Files.createDirectories(inbox());
        settings.putAll(database);
        settings.put("RUN_HEARTBEAT_INTERVAL", "0.5s");
        settings.put("RUN_LEASE", "2s");
        // Whoever is struck at each try must not run out of them.
        settings.put("RUN_MAX_ATTEMPTS", "50");
        settings.put("INBOX_QUIET_PERIOD", "0.2s");
        settings.put("INBOX_POLL_INTERVAL", "0.2s");
        settings.put("TELCO_JDBC_ANSWER_TIMEOUT", "4s");
        settings.put("RETENTION_PERIOD_MONTHS", "6");
        // What is struck is the retention behind a load.
        settings.put("RETENTION_INTERVAL", "0s");
    }

    Path inbox() {
        return folder.resolve("data/inbox");
    }

    SqlConsole console() {
        return console;
    }

    ServiceProcess service() {
        return service;
    }

    /** Has a service running that removes what is old, or one that does not. */
    void serve(boolean withRetention) {
        if (service != null && service.isAlive() && retention == withRetention) {
            return;
        }
        stop();
        retention = withRetention;
        settings.put("ENABLE_RETENTION_POLICY", Boolean.toString(withRetention));
        service = ServiceProcess.start(folder, settings);
        service.awaitReady();
        if (withRetention) {
            // Behind the file almost everything goes; refused where that is confirmed already.
            service.post("/retention/confirm", "{\"periodMonths\": 6, \"why\": \"to see it go\"}");
        }
    }

    /** Has the next service connect to this port for its database. */
    void connectThrough(int port) {
        stop();
        settings.put("TELCO_DATABASE_PORT", Integer.toString(port));
    }

    /** Asks the service to end, if there is one. */
    void stop() {
        if (service != null && service.isAlive()) {
            service.terminate();
        }
        service = null;
    }

    /** SIGKILL. */
    void kill() {
        service.kill();
    }

    /** Puts a copy of the file into the inbox, whole. */
    void deliver(Path file) {
        try {
            Path written = folder.resolve(file.getFileName());
            Files.copy(file, written, StandardCopyOption.REPLACE_EXISTING);
            Files.move(written, inbox().resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the file's run has ended and the file is where such files are kept. */
    void awaitFiled(Path file) {
        String name = file.getFileName().toString();
        await(name).atMost(PATIENCE).pollInterval(POLL).until(() -> isOver(name) && !isWaiting(name));
    }

    private boolean isOver(String name) {
        return console.count("ingest.run where finished_at is not null and file_name = '" + name + "'") > 0;
    }

    private boolean isWaiting(String name) {
        return Stream.of(inbox(), inbox().resolve("processing"))
                .flatMap(place -> filesIn(place).stream())
                .anyMatch(file -> file.getFileName().toString().endsWith(name));
    }

    private static List<Path> filesIn(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks for the revert of the run of this file, without waiting: a fault may take the answer with it. */
    void requestRevert(Path file) {
        String path = "/runs/" + runOf(file) + "/revert";
        CompletableFuture.supplyAsync(() -> service.post(path, "{}"));
    }

    /** Waits until the run of this file is reverted; asks again as a person would who has got no answer. */
    void awaitReverted(Path file) {
        await("revert of " + file).atMost(PATIENCE).pollInterval(POLL).until(() -> {
            if (isReverted(file)) {
                return true;
            }
            service.post("/runs/" + runOf(file) + "/revert", "{}");
            return isReverted(file);
        });
    }

    private boolean isReverted(Path file) {
        return console.count("ingest.run where state = 'REVERTED' and id = " + runOf(file)) == 1;
    }

    private String runOf(Path file) {
        return console.rows("select max(id) from ingest.run where file_name = '" + file.getFileName() + "'")
                .get(0);
    }

    /** How far the run of this file is, in a word or two. */
    String progressOf(Path file) {
        List<String> found = console.rows("""
                select case
                    when r.finished_at is not null then 'after the end'
                    when r.state = 'QUEUED' then 'in the queue'
                    else coalesce((
                        select s.name from ingest.run_step s where s.run_id = r.id and s.state = 'RUNNING'
                    ), 'between steps')
                end
                from ingest.run r
                where r.file_name = '%s'
                """.formatted(file.getFileName()));
        if (found.isEmpty()) {
            return "in the inbox";
        }
        String name = file.getFileName().toString();
        return found.get(0).equals("after the end") && isWaiting(name) ? "before filing" : found.get(0);
    }

    /** How far the revert of the run of this file is. */
    String progressOfRevert(Path file) {
        return isReverted(file) ? "after the end" : "before the commit";
    }

    @Override
    public void close() {
        stop();
    }
}
