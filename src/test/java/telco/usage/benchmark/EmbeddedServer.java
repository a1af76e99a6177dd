package telco.usage.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A PostgreSQL for one benchmark: as durable as a real one, with the memory and the WAL that a real one would be given. */
final class EmbeddedServer {

    private static final long GIB = 1L << 30;

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            // Checkpoints come when the benchmark asks for them, before each measurement, not in the middle of one.
            Map.entry("max_wal_size", "16GB"),
            Map.entry("checkpoint_timeout", "30min"),
            Map.entry("checkpoint_completion_target", "0.9"),
            Map.entry("maintenance_work_mem", "128MB"),
            Map.entry("work_mem", "16MB"),
            Map.entry("max_connections", "50"),
            Map.entry("max_locks_per_transaction", "256"),
            Map.entry("random_page_cost", "1.1"),
            Map.entry("jit", "off"));

    private final EmbeddedPostgres server;
    private final ProcessHandle postmaster;

    private EmbeddedServer(EmbeddedPostgres server, ProcessHandle postmaster) {
        this.server = server;
        this.postmaster = postmaster;
    }

    /** @param differing settings that are not as usual */
    static EmbeddedServer start(Path data, Map<String, String> differing) throws IOException {
        Path log = data.resolveSibling("postgres.log");
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setLocaleConfig("locale", "C")
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                // The folder around it is removed as a whole, or kept.
                .setCleanDataDirectory(false)
                // See Interruption.
                .setRegisterShutdownHook(false)
                .setServerConfig("shared_buffers", sharedBuffers());
        SETTINGS.forEach(builder::setServerConfig);
        differing.forEach(builder::setServerConfig);
        EmbeddedPostgres server = builder.start();
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
        return new EmbeddedServer(server, ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
    }

    /** Up to a quarter of the machine's memory, the usual advice. */
    private static String sharedBuffers() {
        long memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        if (memory >= 16 * GIB) {
            return "4GB";
        }
        return memory >= 4 * GIB ? "1GB" : "256MB";
    }

    ServerAddress address() {
        return new ServerAddress("localhost", server.getPort(), "postgres", "postgres", "postgres");
    }

    /** Returns when its process has ended, so that its files can be removed. */
    void close() throws IOException {
        server.close();
        try {
            postmaster.onExit().get(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("PostgreSQL, process " + postmaster.pid() + ", does not stop", e);
        }
    }
}
