package telco.usage.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import telco.usage.testing.ServiceProcess;

/** The packaged service on one of the benchmark's databases, with the memory that it promises to be content with. */
final class LoaderService implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofHours(2);
    private static final Duration POLL = Duration.ofMillis(100);

    private final ServiceProcess process;

    private LoaderService(ServiceProcess process) {
        this.process = process;
    }

    /** A load and its wall time, from the request to the end that the run gives. */
    record Timed(LoadedRun run, double seconds) {}

    static LoaderService start(Path directory, Path input, BenchmarkDatabase database) {
        Map<String, String> settings = new HashMap<>(database.address().settings());
        settings.put("INPUT_DIRS", input.toString());
        return new LoaderService(ServiceProcess.start(directory, settings).awaitReady());
    }

    Timed load(UsageFile file) {
        Instant start = Instant.now();
        ServiceProcess.Answer answer = process.post("/runs", "{\"path\": \"" + file.name() + "\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        int id = LoadedRun.parse(answer.body()).id();
        LoadedRun run = await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(() -> LoadedRun.parse(process.get("/runs/" + id).body()), LoadedRun::done);
        return new Timed(run, Duration.between(start, run.finishedAt()).toMillis() / 1000.0);
    }

    /** How long the service takes to erase a customer, in milliseconds. */
    double eraseMillis(int customer) {
        long start = System.nanoTime();
        ServiceProcess.Answer answer = process.delete("/customers/" + customer + "/usage");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return (System.nanoTime() - start) / 1e6;
    }

    /** The most memory that the process had at a time, in MiB; as Linux counts it. */
    double peakMemory() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (Files.notExists(status)) {
            return Double.NaN;
        }
        String line = Files.readAllLines(status).stream()
                .filter(each -> each.startsWith("VmHWM:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
    }

    @Override
    public void close() {
        process.close();
    }
}
