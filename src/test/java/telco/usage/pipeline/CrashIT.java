package telco.usage.pipeline;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.run.Amount;
import telco.usage.testing.Disturbances;
import telco.usage.testing.Gate;
import telco.usage.testing.Gate.Place;
import telco.usage.testing.ServiceProcess;
import telco.usage.testing.SqlConsole;
import telco.usage.testing.Warehouse;
import telco.usage.testing.WarehouseSnapshot;

/** Whatever dies, and when: a run ends by itself, and the warehouse is as if nothing had happened. */
class CrashIT {

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
    void undisturbedLoad_isWhatTheFileHolds() {
        SqlConsole console = disturbances.postgres().administrator("undisturbed");
        assertThat(console.rows("select disposition, row_count, charge::float8 from ingest.run_tally"))
                .contains(
                        "READ" + text(disturbances.usage().read()),
                        "LOADED" + text(disturbances.usage().distinct()),
                        "DUPLICATE_IN_FILE" + text(disturbances.usage().duplicates()),
                        "REJECTED" + text(disturbances.usage().defective()));
    }

    private static String text(Amount amount) {
        return "|" + amount.rows() + "|" + amount.charge().stripTrailingZeros().toPlainString();
    }

    @Test
    void service_killedInLoadInPublishAndBehindIt() {
        SqlConsole console = disturbances.newDatabase("killed");
        int run;
        try (ServiceProcess first = disturbances.serve("killed").awaitReady()) {
            Gate.build(console);
            try (Gate gate = Gate.close(console, Place.LOAD)) {
                run = first.submit("usage.csv");
                gate.awaitReached();
                first.kill();
            }
        }
        killAt(Place.PUBLISH, console);
        assertThat(console.count("public.telco_billings_usage")).isZero();
        killAt(Place.RETENTION, console);
        assertThat(console.count("public.telco_billings_usage"))
                .isEqualTo(disturbances.usage().distinct().rows());
        try (ServiceProcess last = disturbances.serve("killed").awaitReady()) {
            JsonPath done = last.awaitDone(run);
            assertThat(done.getInt("attempt")).as(done.prettify()).isEqualTo(4);
            disturbances.assertUndisturbed(console);
        }
    }

    private static void killAt(Place place, SqlConsole console) {
        try (Gate gate = Gate.close(console, place);
                ServiceProcess service = disturbances.serve("killed")) {
            gate.awaitReached();
            service.kill();
        }
    }

    @Test
    void embeddedService_killedInLoadAndInPublish() {
        Path directory = disturbances.folder("embedded");
        int run;
        try (ServiceProcess first = disturbances.serve(directory, Map.of()).awaitReady()) {
            Gate.build(first.embeddedDatabase());
            try (Gate gate = Gate.close(first.embeddedDatabase(), Place.LOAD)) {
                run = first.submit("usage.csv");
                gate.awaitReached();
                first.kill();
            }
            try (ServiceProcess second = disturbances.serve(directory, Map.of());
                    Gate gate = Gate.close(second.embeddedDatabase(), Place.PUBLISH)) {
                gate.awaitReached();
                second.kill();
                try (ServiceProcess third =
                        disturbances.serve(directory, Map.of()).awaitReady()) {
                    assertThat(third.awaitDone(run).getInt("attempt")).isEqualTo(3);
                    disturbances.assertUndisturbed(third.embeddedDatabase());
                }
            }
        }
    }

    @Test
    void service_killedInARevert_leavesTheRunAsItWas_andTheNextOneRevertsIt() {
        SqlConsole console = disturbances.newDatabase("reverted");
        int run;
        WarehouseSnapshot loaded;
        try (ServiceProcess first = disturbances.serve("reverted").awaitReady()) {
            Gate.build(console);
            run = first.submit("usage.csv");
            first.awaitDone(run);
            Warehouse.awaitNoStage(console);
            loaded = WarehouseSnapshot.of(console);
            try (Gate gate = Gate.close(console, Place.AUDIT)) {
                CompletableFuture<ServiceProcess.Answer> answer = supplyAsync(() -> revert(first, run));
                gate.awaitReached();
                first.kill();
                assertThat(answer).failsWithin(Duration.ofSeconds(30));
            }
        }
        try (ServiceProcess second = disturbances.serve("reverted").awaitReady()) {
            assertThat(WarehouseSnapshot.of(console)).isEqualTo(loaded);
            assertThat(console.count("ingest.audit where action = 'REVERT'")).isZero();
            assertThat(revert(second, run).status()).isEqualTo(200);
            assertThat(console.count("public.telco_billings_usage")).isZero();
            assertThat(console.count("ingest.usage_rollup")).isZero();
            assertThat(console.count("ingest.loaded_file")).isZero();
            Warehouse.assertConsistent(console);
            assertThat(second.awaitDone(second.submit("usage.csv")).getLong("rows.loaded"))
                    .isEqualTo(disturbances.usage().distinct().rows());
            Warehouse.assertConsistent(console);
        }
    }

    private static ServiceProcess.Answer revert(ServiceProcess service, int run) {
        return service.post("/runs/" + run + "/revert", "{}");
    }

    @Test
    void service_killedBeforeItCouldStopACancelledRun_findsItCancelled() {
        SqlConsole console = disturbances.newDatabase("cancelled");
        int run;
        try (ServiceProcess first = disturbances.serve("cancelled").awaitReady()) {
            Gate.build(console);
            try (Gate gate = Gate.close(console, Place.LOAD)) {
                run = first.submit("usage.csv");
                gate.awaitReached();
                // As if somebody had cancelled it by another instance, the moment before this one dies.
                first.suspend();
                console.execute("update ingest.run set state = 'CANCELLING'");
                first.kill();
            }
        }
        try (ServiceProcess second = disturbances.serve("cancelled").awaitReady()) {
            assertThat(second.awaitDone(run).getString("state")).isEqualTo("CANCELLED");
            assertThat(console.count("public.telco_billings_usage")).isZero();
            assertThat(console.count("ingest.loaded_file")).isZero();
            Warehouse.assertConsistent(console);
        }
    }

    @Test
    void database_breaksOffItsSessionsAndCrashes() {
        SqlConsole console = disturbances.newDatabase("broken");
        try (ServiceProcess service = disturbances.serve("broken").awaitReady()) {
            Gate.build(console);
            int run;
            try (Gate gate = Gate.close(console, Place.LOAD)) {
                run = service.submit("usage.csv");
                gate.awaitReached();
                disturbances.postgres().administrator("broken").rows("""
                        select pg_terminate_backend(pid)
                        from pg_stat_activity
                        where datname = 'broken' and application_name = 'telco-usage-loader'
                        """);
                awaitAttempt(console, 2);
                gate.awaitReached();
                crash();
            }
            try (Gate gate = Gate.close(console, Place.PUBLISH);
                    Gate submit = Gate.close(console, Place.SUBMIT)) {
                gate.awaitReached();
                CompletableFuture<ServiceProcess.Answer> answer =
                        supplyAsync(() -> service.post("/runs", "{\"path\": \"usage.csv\"}"));
                submit.awaitReached();
                crash();
                assertThat(answer.join().status()).isEqualTo(503);
                assertThat(answer.join().body()).contains("DATABASE_UNAVAILABLE");
            }
            JsonPath done = service.awaitDone(run);
            assertThat(done.getInt("attempt")).as(done.prettify()).isEqualTo(4);
            disturbances.assertUndisturbed(console);
            assertThat(service.get("/q/health/ready").status()).isEqualTo(200);
        }
    }

    private static void crash() {
        disturbances.postgres().crash();
        disturbances.postgres().start();
    }

    private static void awaitAttempt(SqlConsole console, int attempt) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> console.count("ingest.run where state = 'RUNNING' and attempt = " + attempt) == 1);
    }

    /** Moments that nobody has thought of. How many: the system property crash.tries. */
    @Test
    void service_killedAtRandomMoments() throws IOException {
        int tries = Integer.getInteger("crash.tries", 3);
        long seed = Long.getLong("crash.seed", System.nanoTime());
        Random random = new Random(seed);
        SqlConsole console = disturbances.newDatabase("random");
        List<Amount> expected = new ArrayList<>();
        for (int i = 0; i < tries; i++) {
            expected.add(disturbances
                    .generate("random-" + i + ".csv", YearMonth.of(2025, 1).plusMonths(i), 100_000)
                    .distinct());
            try (ServiceProcess service = disturbances.serve("random").awaitReady()) {
                service.submit("random-" + i + ".csv");
                Duration moment = Duration.ofMillis(random.nextInt(3_000));
                await().pollDelay(moment).until(() -> true);
                service.kill();
            }
        }
        try (ServiceProcess last = disturbances.serve("random").awaitReady()) {
            for (int run = 1; run <= tries; run++) {
                JsonPath done = last.awaitDone(run);
                Amount amount = expected.get(run - 1);
                assertThat(done.getLong("rows.loaded"))
                        .as("seed %d: %s", seed, done.prettify())
                        .isEqualTo(amount.rows());
                assertThat(console.rows("select count(*), sum(charge)::float8 from public.telco_billings_usage"
                                + " where run_id = " + run))
                        .as("seed %d", seed)
                        .containsExactly(text(amount).substring(1));
            }
            Warehouse.assertConsistent(console);
        }
    }
}
