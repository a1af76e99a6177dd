package telco.usage.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One start of the embedded server. The library waits for the server to answer without looking whether it still runs;
 * so the wait can be long enough for a recovery after a crash, and a server that gave up is noticed at once here.
 */
final class ServerStart {

    /** Recovery replays up to max_wal_size of log: on a slow disk that takes minutes. */
    private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(15);

    /** A server writes its pid file within milliseconds, and removes it when it gives up. */
    private static final long PID_FILE_GRACE_NANOS = Duration.ofSeconds(5).toNanos();

    /**
     * For a machine with two cores and a few GB of memory that also runs the service. The library's own defaults are
     * made for tests and may lose data: the first two undo that.
     */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("listen_addresses", "localhost"),
            // A socket in /tmp would be one more door that nobody needs.
            Map.entry("unix_socket_directories", ""),
            // The service's pool of 20, and room for analysts and psql.
            Map.entry("max_connections", "50"),
            // Indexes and the latest days stay in memory; the operating system caches the rest.
            Map.entry("shared_buffers", "256MB"),
            Map.entry("effective_cache_size", "1GB"),
            // Builds the key of a day (a quarter of a million rows) in memory.
            Map.entry("maintenance_work_mem", "128MB"),
            Map.entry("work_mem", "16MB"),
            // A new day goes to the disk once, as a table and not as log too: a run that is submitted meanwhile waits
            // for less of it. Replicas and archives would need that log, and an embedded server has none.
            Map.entry("wal_level", "minimal"),
            Map.entry("max_wal_senders", "0"),
            // A whole weekly load fits between two checkpoints, so each page goes to the disk once.
            Map.entry("max_wal_size", "4GB"),
            Map.entry("checkpoint_timeout", "15min"),
            Map.entry("checkpoint_completion_target", "0.9"),
            // One transaction can touch a year of day partitions, each with two indexes.
            Map.entry("max_locks_per_transaction", "256"),
            Map.entry("max_parallel_workers", "2"),
            Map.entry("random_page_cost", "1.1"),
            // Compiling a plan over hundreds of partitions costs more than such a query takes.
            Map.entry("jit", "off"),
            Map.entry("log_checkpoints", "off"),
            Map.entry("log_timezone", "UTC"));

    private final Path postgresDirectory;
    private final Path log;
    private final int linesBefore;
    private volatile long launchedNanos;
    private volatile boolean launched;

    ServerStart(Path postgresDirectory, Path log) {
        this.postgresDirectory = postgresDirectory;
        this.log = log;
        this.linesBefore = logLines().size();
    }

    /**
     * Returns when the server answers.
     *
     * @throws StartRefusedException when it does not, with what its log says last
     */
    EmbeddedPostgres perform() {
        FutureTask<EmbeddedPostgres> start = new FutureTask<>(this::launch);
        Thread launcher = new Thread(start, "postgres-start");
        launcher.setDaemon(true);
        launcher.start();
        while (true) {
            try {
                return start.get(100, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (hasGivenUp()) {
                    throw refused("it ended at once", e);
                }
            } catch (ExecutionException e) {
                throw refused(e.getCause().toString(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw refused("interrupted", e);
            }
        }
    }

    private EmbeddedPostgres launch() throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(postgresDirectory)
                .setCleanDataDirectory(false)
                // It would stop the server while the service still needs it; whoever opens the database closes it.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(LONGEST_RECOVERY)
                // Bytes compare as bytes, on every system; the encoding is UTF8 by the library's own choice.
                .setLocaleConfig("locale", "C")
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setDataDirectoryCustomizer(this::onLaunch);
        SETTINGS.forEach(builder::setServerConfig);
        return builder.start();
    }

    private void onLaunch(File directory) {
        launchedNanos = System.nanoTime();
        launched = true;
    }

    private boolean hasGivenUp() {
        return launched
                && System.nanoTime() - launchedNanos > PID_FILE_GRACE_NANOS
                && !Postmaster.isServing(postgresDirectory);
    }

    private StartRefusedException refused(String reason, Exception cause) {
        return new StartRefusedException(
                "The embedded PostgreSQL did not start (" + reason + "). " + lastComplaint() + "All of it: " + log,
                cause);
    }

    /**
     * The last line that this start wrote to the log and that says what is wrong; else its very last line, for initdb
     * and pg_ctl have no levels.
     */
    private String lastComplaint() {
        List<String> written = logLines().stream()
                .skip(linesBefore)
                .filter(line -> !line.isBlank())
                .toList();
        String last = written.isEmpty() ? "" : written.get(written.size() - 1);
        String complaint = written.stream()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:") || line.contains("error:"))
                .reduce(last, (earlier, later) -> later);
        return complaint.isEmpty() ? "" : "Its log says: " + complaint.strip() + " ";
    }

    private List<String> logLines() {
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            return List.of("the log cannot be read: " + e);
        }
    }
}
