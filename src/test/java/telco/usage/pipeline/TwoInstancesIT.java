package telco.usage.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.sample.GeneratedUsage;
import telco.usage.testing.Disturbances;
import telco.usage.testing.FilesBelow;
import telco.usage.testing.Gate;
import telco.usage.testing.Gate.Place;
import telco.usage.testing.ServiceProcess;
import telco.usage.testing.SqlConsole;
import telco.usage.testing.Warehouse;

/** Two services on one database: neither does what the other has done, or does. */
class TwoInstancesIT {

    private static final int FILES = 30;

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
    void inbox_isSharedWithoutLoadingAFileTwice() throws IOException {
        SqlConsole console = disturbances.newDatabase("shared");
        Path inbox = disturbances.folder("inbox");
        try (ServiceProcess one = serve("one", "shared", Map.of("INBOX_DIR", inbox.toString()))
                        .awaitReady();
                ServiceProcess other = serve("other", "shared", Map.of("INBOX_DIR", inbox.toString()))
                        .awaitReady()) {
            long rows = 0;
            for (int i = 0; i < FILES; i++) {
                String name = "part-" + i + ".csv";
                GeneratedUsage part =
                        disturbances.generate(name, YearMonth.of(2023, 1).plusMonths(i), 500);
                rows += part.distinct().rows();
                Files.writeString(
                        inbox.resolve(name + ".ctl"),
                        "rows=%d%n".formatted(part.read().rows()));
                Files.move(folder.resolve("input").resolve(name), inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            }
            await().atMost(Duration.ofSeconds(180))
                    .until(() -> FilesBelow.of(inbox.resolve("archive")).size() == 2 * FILES);
            assertThat(console.rows("select distinct state from ingest.run"))
                    .containsExactly("SUCCEEDED_WITH_WARNINGS");
            assertThat(console.count("ingest.run")).isEqualTo(FILES);
            assertThat(console.count("public.telco_billings_usage")).isEqualTo(rows);
            assertThat(FilesBelow.of(inbox)).hasSize(2 * FILES);
            assertThat(console.count("ingest.finding where check_name = 'control_file_agrees'"))
                    .isEqualTo(FILES);
            assertThat(workers(console, one, other)).isTrue();
            Warehouse.assertConsistent(console);
        }
    }

    private static boolean workers(SqlConsole console, ServiceProcess one, ServiceProcess other) {
        return Stream.of(one, other)
                .allMatch(service -> console.count("ingest.run where worker like '%-" + service.pid() + "-%'") > 0);
    }

    @Test
    void worker_suspendedInLoad_keepsNobodyWaiting() {
        SqlConsole console = disturbances.newDatabase("suspended");
        // So that the test need not wait for a minute: the server ends sessions that fall silent in a transaction.
        Map<String, String> impatient =
                Map.of("QUARKUS_DATASOURCE_JDBC_NEW_CONNECTION_SQL", "set idle_in_transaction_session_timeout = '4s'");
        try (ServiceProcess one = serve("first", "suspended", impatient).awaitReady();
                ServiceProcess other = serve("second", "suspended", impatient).awaitReady()) {
            ServiceProcess sleeper = suspendAt(Place.LOAD, console, one, other);
            ServiceProcess awake = sleeper == one ? other : one;
            JsonPath done = awake.awaitDone(1);
            assertThat(done.getInt("attempt")).as(done.prettify()).isEqualTo(2);
            sleeper.resume();
            awaitLoss(sleeper);
            disturbances.assertUndisturbed(console);
        }
    }

    @Test
    void worker_suspendedInPublish_wakesAndFindsItsRunGone() {
        SqlConsole console = disturbances.newDatabase("asleep");
        try (ServiceProcess one = serve("third", "asleep", Map.of()).awaitReady();
                ServiceProcess other = serve("fourth", "asleep", Map.of()).awaitReady()) {
            ServiceProcess sleeper = suspendAt(Place.PUBLISH, console, one, other);
            ServiceProcess awake = sleeper == one ? other : one;
            // The successor stands behind the sleeper, whose transaction has all the rows.
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> console.rows("select s.name, s.state, r.attempt from ingest.run_step s"
                                    + " join ingest.run r on r.id = s.run_id")
                            .contains("PUBLISH|RUNNING|2"));
            sleeper.resume();
            awaitLoss(sleeper);
            JsonPath done = awake.awaitDone(1);
            assertThat(done.getInt("attempt")).as(done.prettify()).isEqualTo(2);
            disturbances.assertUndisturbed(console);
        }
    }

    /** Submits the file and puts the process that has taken it to sleep when it gets there. */
    private static ServiceProcess suspendAt(Place place, SqlConsole console, ServiceProcess one, ServiceProcess other) {
        Gate.build(console);
        try (Gate gate = Gate.close(console, place)) {
            one.submit("usage.csv");
            gate.awaitReached();
            String worker = console.rows("select worker from ingest.run").get(0);
            ServiceProcess sleeper = worker.contains("-" + one.pid() + "-") ? one : other;
            sleeper.suspend();
            return sleeper;
        }
    }

    private static void awaitLoss(ServiceProcess service) {
        await().atMost(Duration.ofSeconds(30)).until(() -> service.stdout().contains("attempt 1 stops: "));
    }

    private static ServiceProcess serve(String directory, String database, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(disturbances.postgres().settings(database));
        settings.putAll(more);
        return disturbances.serve(disturbances.folder(directory), settings);
    }
}
