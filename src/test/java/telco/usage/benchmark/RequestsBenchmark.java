package telco.usage.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import io.quarkus.elytron.security.common.BcryptUtil;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import telco.usage.database.EmbeddedDatabase;
import telco.usage.jdbc.Sql;
import telco.usage.sample.SampleSpec;
import telco.usage.sample.UsageGenerator;
import telco.usage.testing.Machine;
import telco.usage.testing.Progress;
import telco.usage.testing.ServiceProcess;
import telco.usage.testing.ServiceProcess.Answer;

/**
 * How fast the API answers while files are loaded, and what that costs the loads, see {@code docs/benchmarks.md}. Loads
 * with and without requests beside them take turns; then a thousand posts come at once. All requests carry a password.
 * Fails when a run is lost, doubled or refused, not when something is slow.
 */
class RequestsBenchmark {

    private static final Path REPORT = Path.of("target", "requests-benchmark.md");
    private static final YearMonth FIRST_MONTH = YearMonth.of(2016, 7);
    private static final String NAME = "airflow";
    private static final String PASSWORD = "correct horse battery staple";

    /** As the service has it in a database of its own: with more log each post would wait for that of the load. */
    private static final Map<String, String> LITTLE_LOG = Map.of("wal_level", "minimal", "max_wal_senders", "0");

    private static final int LOADS_BEFORE = 4;

    /** So much faster come the requests that do not count. */
    private static final int WARM_UP_HASTE = 5;

    private static final int AT_ONCE = 1000;
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final BenchmarkSettings settings = BenchmarkSettings.read();
    private final int perSecond = Integer.getInteger("benchmark.requests", 200);
    private final int pairs = Integer.getInteger("benchmark.pairs", 8);
    private final int warmUp = Integer.getInteger("benchmark.warm-up", 60_000);
    private final List<String> lines = new ArrayList<>();
    private final List<Double> aloneSeconds = new ArrayList<>();
    private final List<Double> besideSeconds = new ArrayList<>();

    private double callersCpu;
    private Path input;
    private Caller caller;

    @Test
    void requests_besideLoads() throws IOException, SQLException {
        try (Workspace workspace = Workspace.open(settings);
                DatabaseServer server = DatabaseServer.open(settings, workspace.folder(), LITTLE_LOG);
                BenchmarkDatabase database = server.newDatabase()) {
            note("Command: `%s`", settings.command().replace("-Pbenchmark", "-Pbenchmark -Dbenchmark=Requests"));
            note(
                    "Machine: %s; load average before: %.2f",
                    Machine.description(workspace.folder()), Machine.loadAverage());
            note("Database: %s", server.description());
            input = Files.createDirectories(workspace.folder().resolve("files"));
            Files.writeString(input.resolve("small.csv"), "1,2015-12-01T10:00:00.000Z,DATA,1,0,0,5,0.5,2015-12\n");
            Path directory = Files.createDirectories(workspace.folder().resolve("service"));
            try (ServiceProcess service =
                    ServiceProcess.start(directory, environment(database)).awaitReady()) {
                URI address = service.uri("/");
                try (Caller known = new Caller(address, Traffic.MAX_OPEN, NAME, PASSWORD)) {
                    caller = known;
                    measure(database);
                }
                atOnce(address, database);
                WrongPassword wrong = WrongPassword.time(address, NAME);
                lines.add("");
                row(
                        "A wrong password: %.0f ms for a user there is, %.0f ms for a name that is nobody's (medians of four)",
                        wrong.millisOfUser(), wrong.millisOfNobody());
            }
        }
        String report = String.join("\n", lines);
        Files.writeString(REPORT, report);
        Progress.say("written to %s%n%n%s", REPORT, report);
    }

    private Map<String, String> environment(BenchmarkDatabase database) {
        Map<String, String> environment = new HashMap<>(database.address().settings());
        environment.put("INPUT_DIRS", input.toString());
        environment.put("RUN_QUEUE_LIMIT", "100000");
        if (settings.server().isEmpty()) {
            environment.put("TELCO_DATABASE_SEND_BUFFER", EmbeddedDatabase.SEND_BUFFER);
        }
        environment.put("USERS", NAME + ":" + BcryptUtil.bcryptHash(PASSWORD) + ":operator");
        return environment;
    }

    private void measure(BenchmarkDatabase database) throws IOException, SQLException {
        Traffic traffic = new Traffic(caller, "{\"path\": \"small.csv\"}", load(input.resolve("small.csv")));
        try (traffic) {
            warmUp(traffic);
            for (int pair = 1; pair <= pairs; pair++) {
                Path aloneFile = write(2 * pair - 1);
                Path besideFile = write(2 * pair);
                database.checkpoint();
                aloneSeconds.add(seconds(load(aloneFile)));
                database.checkpoint();
                long cpuBefore = ownCpuNanos();
                traffic.flow(perSecond);
                besideSeconds.add(seconds(load(besideFile)));
                callersCpu += (ownCpuNanos() - cpuBefore) / 1e9;
                traffic.rest();
                drain();
                Files.delete(aloneFile);
                Files.delete(besideFile);
                Progress.say(
                        "pair %d of %d: alone %.2f s, beside requests %.2f s",
                        pair, pairs, last(aloneSeconds), last(besideSeconds));
            }
        }
        report(traffic);
        requireEachOnce(database, traffic.runs().size());
    }

    /**
     * An always-on service has been compiled by the time that anybody looks at its times. What a request does once is
     * compiled for good after 5,000 of them or more, and of ten only one lists runs.
     */
    private void warmUp(Traffic traffic) throws IOException {
        Progress.say("%,d requests that do not count, then %d loads beside some more", warmUp, LOADS_BEFORE);
        traffic.flow(WARM_UP_HASTE * perSecond);
        await().atMost(PATIENCE).until(() -> traffic.answered() >= warmUp);
        traffic.rest();
        drain();
        traffic.flow(perSecond);
        for (int number = 1 - LOADS_BEFORE; number <= 0; number++) {
            Path file = write(number);
            load(file);
            Files.delete(file);
        }
        traffic.rest();
        drain();
        traffic.forget();
    }

    private static long ownCpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static double last(List<Double> values) {
        return values.get(values.size() - 1);
    }

    private Path write(int number) throws IOException {
        Path file = input.resolve("usage_" + number + ".csv");
        SampleSpec spec = SampleSpec.of(FIRST_MONTH.plusMonths(number), 1, settings.rows());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            new UsageGenerator(spec).writeTo(out);
        }
        return file;
    }

    private int load(Path file) {
        String body = "{\"path\": \"%s\", \"priority\": \"high\"}".formatted(file.getFileName());
        Answer answer = caller.post("/runs", body).join();
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        int id = LoadedRun.parse(answer.body()).id();
        LoadedRun done = await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> LoadedRun.parse(caller.get("/runs/" + id).join().body()), LoadedRun::done);
        assertThat(done.state()).as(done.json()).startsWith("SUCCEEDED");
        return id;
    }

    /** The time of its steps: what waited before them in the queue is not the load. */
    private double seconds(int run) {
        return LoadedRun.parse(caller.get("/runs/" + run).join().body()).steps().stream()
                .mapToDouble(LoadedRun.Step::seconds)
                .sum();
    }

    /** Waits until the small runs are done, so that the next load alone is alone. */
    private void drain() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> caller.get("/runs?state=QUEUED&pageSize=1")
                        .join()
                        .body()
                        .contains("\"runs\":[]"));
    }

    private void report(Traffic traffic) {
        Samples beside = new Samples(besideSeconds);
        Samples alone = new Samples(aloneSeconds);
        note(
                "%d requests a second for %.0f s in all, while %d files of %,d rows were loaded",
                perSecond, beside.sum(), pairs, settings.rows());
        note("Answers: %s", traffic.statuses());
        note("Those who sent them, on the same machine, took %.2f of one CPU", callersCpu / beside.sum());
        lines.add("");
        lines.add("| Request | Count | Median, ms | p99, ms | Longest, ms |");
        lines.add("|---|---|---|---|---|");
        for (Traffic.Kind kind : Traffic.Kind.values()) {
            Samples millis = traffic.millis(kind);
            row(
                    "| %s | %,d | %.1f | %.1f | %.0f |",
                    kind.description(),
                    millis.values().size(),
                    millis.quantile(0.5),
                    millis.quantile(0.99),
                    millis.quantile(1));
        }
        lines.add("");
        row(
                "Load beside the requests / alone: %.2f (medians %.2f s and %.2f s), median of the pairs %.2f, all together %.2f",
                beside.median() / alone.median(),
                beside.median(),
                alone.median(),
                ratios().median(),
                beside.sum() / alone.sum());
        lines.add("");
        assertThat(traffic.statuses()).containsOnlyKeys("200", "202");
    }

    /** Of loads that were close to each other: the machine does not always work at the same speed. */
    private Samples ratios() {
        return new Samples(IntStream.range(0, pairs)
                .mapToObj(pair -> besideSeconds.get(pair) / aloneSeconds.get(pair))
                .toList());
    }

    /** Each accepted post is one run, and no run is there that was not accepted. */
    private void requireEachOnce(BenchmarkDatabase database, int accepted) throws SQLException {
        try (Connection connection = database.connect()) {
            long small = Sql.of("select count(*) as runs from ingest.run where file_name = 'small.csv'")
                    .one(connection, row -> row.getLong("runs"));
            long facts = Sql.of("select count(*) as facts from public.telco_billings_usage where month = '2015-12'")
                    .one(connection, row -> row.getLong("facts"));
            assertThat(small).isEqualTo(accepted);
            assertThat(facts).isEqualTo(1);
        }
    }

    private void atOnce(URI address, BenchmarkDatabase database) throws SQLException {
        try (Caller crowd = new Caller(address, AT_ONCE, NAME, PASSWORD)) {
            caller = crowd;
            postAtOnce();
            drain();
        }
        try (Connection connection = database.connect()) {
            long runs = Sql.of("select count(*) as runs from ingest.run where validate_only")
                    .one(connection, row -> row.getLong("runs"));
            assertThat(runs).isEqualTo(AT_ONCE);
        }
    }

    private void postAtOnce() {
        long start = System.nanoTime();
        List<CompletableFuture<Answer>> answers = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> caller.post("/runs", "{\"path\": \"small.csv\", \"validateOnly\": true}"))
                .toList();
        List<Integer> ids = answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.status() == 202)
                .map(answer -> LoadedRun.parse(answer.body()).id())
                .distinct()
                .toList();
        double seconds = (System.nanoTime() - start) / 1e9;
        row("%,d posts at once: %,d runs, each once, all answered within %.1f s", AT_ONCE, ids.size(), seconds);
        assertThat(ids).hasSize(AT_ONCE);
    }

    private void row(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values));
        Progress.say("%s", lines.get(lines.size() - 1));
    }

    private void note(String format, Object... values) {
        lines.add("- " + String.format(Locale.ROOT, format, values));
    }
}
