package telco.usage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import telco.usage.faults.Operation.Kind;
import telco.usage.testing.OwnPostgres;
import telco.usage.testing.Warehouse;

/**
 * Two installations that go through the same operations: one is left alone, on a server of its own, the other is struck.
 * After each operation both must keep the same, and in each the views must say what counting the facts says.
 */
final class Comparison implements AutoCloseable {

    private final OwnPostgres server;
    private final OwnPostgres quietServer;
    private final Installation struck;
    private final Installation undisturbed;
    private final Map<Kind, Duration> durations = new EnumMap<>(Kind.class);

    private Comparison(Path folder) throws IOException {
        this.server = OwnPostgres.start(folder.resolve("server"));
        this.quietServer = OwnPostgres.start(folder.resolve("quiet-server"));
        this.struck =
                new Installation(folder.resolve("struck"), server.newDatabase("struck"), server.settings("struck"));
        this.undisturbed = new Installation(
                folder.resolve("undisturbed"),
                quietServer.newDatabase("undisturbed"),
                quietServer.settings("undisturbed"));
    }

    static Comparison open(Path folder) throws IOException {
        return new Comparison(folder);
    }

    OwnPostgres server() {
        return server;
    }

    Installation struck() {
        return struck;
    }

    /** Does the operation where nothing disturbs it. */
    void rehearse(Operation operation) {
        if (!durations.containsKey(operation.kind())) {
            // A service that has just started is slower, and those that are struck have.
            undisturbed.stop();
        }
        undisturbed.serve(operation.needsRetention());
        long start = System.nanoTime();
        operation.begin(undisturbed);
        operation.finish(undisturbed);
        durations.putIfAbsent(operation.kind(), Duration.ofNanos(System.nanoTime() - start));
    }

    /** How long such an operation has taken where nothing disturbed it, by a service that had just started. */
    Duration usualDuration(Operation operation) {
        return durations.get(operation.kind());
    }

    /** Finishes the operation in the installation that was struck, and holds that to the other one. */
    void requireRecovery(Operation operation, String where) {
        operation.finish(struck);
        Warehouse.awaitNoStage(undisturbed.console());
        InstallationState expected = InstallationState.of(undisturbed);
        await(where)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .pollDelay(Duration.ZERO)
                .untilAsserted(() -> assertThat(InstallationState.of(struck).differencesFrom(expected))
                        .as(where)
                        .isEmpty());
        Warehouse.assertConsistent(struck.console());
    }

    @Override
    public void close() throws IOException {
        try (quietServer;
                server;
                undisturbed;
                struck) {
            durations.clear();
        }
    }
}
