package telco.usage.pipeline;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.testing.Disturbances;
import telco.usage.testing.Gate;
import telco.usage.testing.Gate.Place;
import telco.usage.testing.ServiceProcess;
import telco.usage.testing.SqlConsole;
import telco.usage.testing.Warehouse;
import telco.usage.testing.WarehouseSnapshot;

/** Asked to stop, the service says so, ends or hands back what is under way, and leaves nothing open. */
class GracefulStopIT {

    /** A process that a signal ended says 128 and the signal's number. */
    private static final int SIGTERM = 128 + 15;

    @TempDir
    static Path folder;

    private static Disturbances disturbances;

    @BeforeAll
    static void prepare() throws IOException {
        disturbances = Disturbances.prepare(folder);
    }

    @AfterAll
    static void close() throws IOException {
        disturbances.close();
    }

    @Test
    void service_stoppedInLoad_handsTheRunBack() {
        SqlConsole console = disturbances.newDatabase("stopped");
        int run;
        try (ServiceProcess first = disturbances
                .serve("stopped", Map.of("STOP_TIMEOUT", "0.5s", "SHUTDOWN_DELAY", "6s"))
                .awaitReady()) {
            Gate.build(console);
            try (Gate gate = Gate.close(console, Place.LOAD)) {
                run = first.submit("usage.csv");
                gate.awaitReached();
                CompletableFuture<ServiceProcess.Answer> waiting =
                        supplyAsync(() -> first.get("/runs/" + run + "?wait=60s"));
                first.askToStop();
                awaitNotReady(first);
                assertThat(first.run(run).getBoolean("done")).isFalse();
                assertThat(JsonPath.from(waiting.join().body()).getString("state"))
                        .isEqualTo("QUEUED");
                // The gate is still closed: the statement that waits there was cancelled.
                first.awaitExit();
            }
        }
        assertThat(console.rows("select state, attempt, stopped_attempts, worker from ingest.run"))
                .containsExactly("QUEUED|1|1|");
        assertThat(console.rows("select name, state from ingest.run_step")).containsExactly("LOAD|FAILED");
        assertThat(console.rows("select tablename from pg_tables where tablename like 'stage\\_%'"))
                .isEmpty();
        try (ServiceProcess second = disturbances.serve("stopped").awaitReady()) {
            assertThat(second.awaitDone(run).getInt("attempt")).isEqualTo(2);
            disturbances.assertUndisturbed(console);
        }
    }

    /** What is under way has its time; what waits is for the next one. */
    @Test
    void embeddedService_stoppedInLoad_endsTheRunAndTheDatabaseBehindIt() throws IOException {
        Path directory = disturbances.folder("stopping");
        int run;
        int next;
        try (ServiceProcess first = disturbances.serve(directory, Map.of()).awaitReady()) {
            Gate.build(first.embeddedDatabase());
            try (Gate gate = Gate.close(first.embeddedDatabase(), Place.LOAD)) {
                run = first.submit("usage.csv");
                gate.awaitReached();
                next = first.submit("usage.csv");
                first.askToStop();
                awaitNotReady(first);
            }
            first.awaitExit();
        }
        assertThat(directory.resolve("data/postgres/postmaster.pid")).doesNotExist();
        assertThat(Files.readString(directory.resolve("data/postgres.log"))).contains("database system is shut down");
        try (ServiceProcess second = disturbances.serve(directory, Map.of()).awaitReady()) {
            JsonPath done = second.run(run);
            assertThat(done.getInt("attempt")).as(done.prettify()).isEqualTo(1);
            assertThat(done.getLong("rows.loaded"))
                    .isEqualTo(disturbances.usage().distinct().rows());
            assertThat(second.awaitDone(next).getString("state")).isEqualTo("SKIPPED_DUPLICATE");
            assertThat(WarehouseSnapshot.of(second.embeddedDatabase()).parts().get("facts"))
                    .isEqualTo(disturbances.undisturbed().parts().get("facts"));
            Warehouse.assertConsistent(second.embeddedDatabase());
        }
    }

    /** Whoever stops it does not want the file to be loaded behind that, by a service that is there or comes later. */
    @Test
    void command_stoppedInLoad_takesItsRunBack() {
        SqlConsole console = disturbances.newDatabase("stopped_command");
        try (ServiceProcess service = disturbances.serve("stopped_command").awaitReady()) {
            assertThat(service.terminate()).isEqualTo(SIGTERM);
        }
        Gate.build(console);
        try (Gate gate = Gate.close(console, Place.LOAD);
                ServiceProcess command = load("stopped_command", Map.of("STOP_TIMEOUT", "0.5s"))) {
            gate.awaitReached();
            // The gate is still closed: the statement that waits there was cancelled.
            assertThat(command.terminate()).isEqualTo(SIGTERM);
            assertThat(command.stdout()).startsWith("run 1 (usage.csv): CANCELLED");
            assertThat(command.stderr())
                    .contains("run 1 (usage.csv) is CANCELLED. Nothing of it is loaded; give the command again");
        }
        assertThat(console.rows("select state, attempt, stopped_attempts from ingest.run"))
                .containsExactly("CANCELLED|1|1");
        assertThat(console.rows("select name, state from ingest.run_step")).containsExactly("LOAD|FAILED");
        assertThat(console.rows("select tablename from pg_tables where tablename like 'stage\\_%'"))
                .isEmpty();
        try (ServiceProcess again = load("stopped_command", Map.of())) {
            assertThat(again.awaitExit()).as(again.stderr()).isZero();
        }
        assertThat(WarehouseSnapshot.of(console).parts().get("facts"))
                .isEqualTo(disturbances.undisturbed().parts().get("facts"));
        Warehouse.assertConsistent(console);
    }

    @Test
    void command_stoppedInLoad_hasTimeToEndIt() {
        SqlConsole console = disturbances.newDatabase("ended_command");
        try (ServiceProcess service = disturbances.serve("ended_command").awaitReady()) {
            assertThat(service.terminate()).isEqualTo(SIGTERM);
        }
        Gate.build(console);
        Gate gate = Gate.close(console, Place.LOAD);
        try (ServiceProcess command = load("ended_command", Map.of("STOP_TIMEOUT", "60s"))) {
            try (gate) {
                gate.awaitReached();
                command.askToStop();
                await().until(command::stderr, log -> log.contains("has 60 s to end (STOP_TIMEOUT)"));
            }
            assertThat(command.awaitExit()).isEqualTo(SIGTERM);
            assertThat(command.stdout()).startsWith("run 1 (usage.csv): SUCCEEDED");
        }
        disturbances.assertUndisturbed(console);
    }

    /** The command that loads the file on this database. */
    private static ServiceProcess load(String database, Map<String, String> further) {
        Map<String, String> settings = new HashMap<>(disturbances.postgres().settings(database));
        settings.putAll(further);
        return ServiceProcess.start(
                disturbances.folder(database),
                settings,
                "--csv-path",
                folder.resolve("input").resolve("usage.csv").toString());
    }

    /** It says so while it still answers. */
    private static void awaitNotReady(ServiceProcess service) {
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> service.get("/q/health/ready"), answer -> answer.status() == 503);
        assertThat(JsonPath.from(service.get("/q/health/ready").body())
                        .getList("checks.findAll { it.status == 'DOWN' }.name"))
                .isEqualTo(List.of("worker"));
    }
}
