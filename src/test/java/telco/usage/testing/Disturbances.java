package telco.usage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import telco.usage.sample.GeneratedUsage;
import telco.usage.sample.SampleSpec;
import telco.usage.sample.UsageGenerator;

/**
 * What the tests of crashes share: a PostgreSQL server of their own, a file with some of everything, and what an
 * undisturbed load of it leaves.
 */
public final class Disturbances implements AutoCloseable {

    private static final long ROWS = 60_000;
    private static final long BAD_ROWS = 1_000;

    private final Path folder;
    private final OwnPostgres postgres;
    private GeneratedUsage usage;
    private WarehouseSnapshot undisturbed;

    private Disturbances(Path folder, OwnPostgres postgres) {
        this.folder = folder;
        this.postgres = postgres;
    }

    /** Starts the server, writes the file {@code usage.csv} and loads it once. */
    public static Disturbances prepare(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("input"));
        Disturbances disturbances = new Disturbances(folder, OwnPostgres.start(folder.resolve("server")));
        disturbances.usage = disturbances.generate("usage.csv", YearMonth.of(2026, 1), ROWS);
        SqlConsole console = disturbances.newDatabase("undisturbed");
        try (ServiceProcess service = disturbances.serve("undisturbed")) {
            service.awaitReady().awaitDone(service.submit("usage.csv"));
        }
        // Behind its end: a run is done a moment before its stage is dropped.
        disturbances.undisturbed = WarehouseSnapshot.of(console);
        Warehouse.assertConsistent(console);
        return disturbances;
    }

    /** Writes a file of a month's rows into the input directory. */
    public GeneratedUsage generate(String name, YearMonth month, long rows) throws IOException {
        return new UsageGenerator(SampleSpec.of(month, 1, rows).withFlaws(0.002, rows * BAD_ROWS / ROWS))
                .writeTo(folder.resolve("input").resolve(name));
    }

    public OwnPostgres postgres() {
        return postgres;
    }

    public SqlConsole newDatabase(String name) {
        return postgres.newDatabase(name);
    }

    /** What is in {@code usage.csv}. */
    public GeneratedUsage usage() {
        return usage;
    }

    /** What a load of {@code usage.csv} into an empty database leaves when nothing disturbs it. */
    public WarehouseSnapshot undisturbed() {
        return undisturbed;
    }

    /** Waits until nothing staged is left, and holds the database to what an undisturbed load leaves. */
    public void assertUndisturbed(SqlConsole console) {
        Warehouse.awaitNoStage(console);
        assertThat(WarehouseSnapshot.of(console).parts()).isEqualTo(undisturbed.parts());
        Warehouse.assertConsistent(console);
    }

    /** Starts a service on this database whose runs are taken over after five silent seconds. */
    public ServiceProcess serve(String database) {
        return serve(database, Map.of());
    }

    /** The same with further settings. */
    public ServiceProcess serve(String database, Map<String, String> further) {
        Map<String, String> settings = new HashMap<>(postgres.settings(database));
        settings.putAll(further);
        return serve(folder(database), settings);
    }

    /** The same with any other settings and working directory. */
    public ServiceProcess serve(Path directory, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "INPUT_DIRS", folder.resolve("input").toString(),
                "RUN_HEARTBEAT_INTERVAL", "1s",
                "RUN_LEASE", "5s",
                "RUN_MAX_ATTEMPTS", "50",
                "INBOX_QUIET_PERIOD", "0.5s",
                "INBOX_POLL_INTERVAL", "1s"));
        all.putAll(settings);
        return ServiceProcess.start(directory, all);
    }

    /** A new or known folder of this name. */
    public Path folder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
