package telco.usage.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.faults.Operation.Kind;

/** PostgreSQL stops at once and comes back, ends every session, or is cut off, while the service goes on. */
class DatabaseFaults {

    private static final long ROWS = 60_000;
    private static final int FULL = 20;

    /** Longer than a lease, so that the run would be another worker's if there were one. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final FaultSettings settings = FaultSettings.CURRENT;
    private final Random random = new Random(settings.seed());

    @TempDir
    Path folder;

    private Comparison comparison;
    private Operations operations;

    /** What happens to the database. */
    @FunctionalInterface
    private interface Fault {
        void strike() throws IOException;
    }

    @BeforeEach
    void prepare() throws IOException {
        comparison = Comparison.open(folder);
        operations = new Operations(folder.resolve("files"), FaultSettings.CURRENT.seed(), ROWS);
    }

    @AfterEach
    void close() throws IOException {
        comparison.close();
    }

    @Test
    void server_stopsAtOnceAndStartsAgain() throws IOException {
        strike("`pg_ctl stop -m immediate`, then a start", () -> {
            comparison.server().crash();
            comparison.server().start();
        });
    }

    @Test
    void server_endsEverySession() throws IOException {
        strike(
                "`pg_terminate_backend` of every session",
                () -> comparison.server().administrator("struck").rows("""
                        select pg_terminate_backend(pid)
                        from pg_stat_activity
                        where datname = 'struck' and application_name = 'telco-usage-loader'
                        """));
    }

    @Test
    void network_isSilentForAWhile_andForgetsItsConnections() throws IOException {
        try (FreezingProxy proxy = FreezingProxy.to(comparison.server().port())) {
            comparison.struck().connectThrough(proxy.port());
            strike("Connections frozen, and new ones only after a while", () -> {
                proxy.freeze();
                pause(SILENCE);
                proxy.thaw();
            });
            comparison.struck().connectThrough(comparison.server().port());
        }
    }

    private void strike(String name, Fault fault) throws IOException {
        try (Scenario scenario = FaultReport.begin(name)) {
            for (int i = 0; i < settings.scaled(FULL); i++) {
                Operation operation = operations.next(Kind.values()[i % Kind.values().length]);
                comparison.rehearse(operation);
                comparison.struck().serve(operation.needsRetention());
                operation.begin(comparison.struck());
                pause(Duration.ofNanos(
                        (long) (comparison.usualDuration(operation).toNanos() * random.nextDouble())));
                scenario.struck(operation.progress(comparison.struck()));
                fault.strike();
                comparison.requireRecovery(operation, name + ", try " + i + ": " + operation);
                scenario.recovered();
            }
        }
    }

    private static void pause(Duration time) {
        await().atMost(time.plusSeconds(10)).pollDelay(time).until(() -> true);
    }
}
