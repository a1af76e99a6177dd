package telco.usage.testing;

import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged service as a process of its own, in a working directory of its own, on a free HTTP port. Closing it leaves
 * no process behind, not even the PostgreSQL of one that was killed.
 */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern EMBEDDED_PORT = Pattern.compile("psql -h localhost -p (\\d+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path directory;
    private final int port;
    private final Path stdout;
    private final Path stderr;
    private boolean killed;

    /** An answer of the service. */
    public record Answer(int status, String body) {}

    private ServiceProcess(Process process, Path directory, int port, Path stdout, Path stderr) {
        this.process = process;
        this.directory = directory;
        this.port = port;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /**
     * Starts {@code java -jar quarkus-run.jar} and returns at once.
     *
     * @param directory its working directory; what it writes stays there
     * @param environment settings beyond those that keep it quiet and apart
     */
    public static ServiceProcess start(Path directory, Map<String, String> environment, String... arguments) {
        try {
            List<String> command = new ArrayList<>(List.of(java()));
            command.addAll(List.of(System.getProperty("packaged.options").split(" ")));
            command.addAll(List.of("-jar", System.getProperty("packaged.jar")));
            command.addAll(List.of(arguments));
            int port = FreePort.find();
            Path stdout = Files.createTempFile(directory, "stdout-", ".txt");
            Path stderr = Files.createTempFile(directory, "stderr-", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(stdout.toFile())
                    .redirectError(stderr.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("TELCO_") || name.startsWith("QUARKUS_"));
            builder.environment().put("HTTP_PORT", Integer.toString(port));
            builder.environment().put("DEMO_DATA", "false");
            builder.environment().putAll(environment);
            return new ServiceProcess(builder.start(), directory, port, stdout, stderr);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Waits until {@code /q/health/ready} says UP. */
    public ServiceProcess awaitReady() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("the service ended with " + process.exitValue() + ": " + stderr() + stdout());
            }
            return isListening() && get("/q/health/ready").status() == 200;
        });
        return this;
    }

    /** True once the HTTP port answers. */
    public boolean isListening() {
        try {
            get("/q/health/live");
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** The answer to a GET. */
    public Answer get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    /** The answer to a POST of JSON. */
    public Answer post(String path, String json) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    public Answer delete(String path) {
        return send(HttpRequest.newBuilder(uri(path)).DELETE().build());
    }

    private static Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The service's address for this path. */
    public URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Gives it a line on standard input, the last one. */
    public void type(String line) {
        try (Writer input = process.outputWriter()) {
            input.write(line + System.lineSeparator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has written to standard output so far. */
    public String stdout() {
        return read(stdout);
    }

    /** What it has written to standard error so far. */
    public String stderr() {
        return read(stderr);
    }

    /** The embedded PostgreSQL, as its owner; waits until the service has said where it is, which is before it works. */
    public SqlConsole embeddedDatabase() {
        Matcher port = await().atMost(PATIENCE).until(() -> EMBEDDED_PORT.matcher(stderr()), Matcher::find);
        return new SqlConsole("jdbc:postgresql://localhost:" + port.group(1) + "/telco", "telco", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end of the process and returns its exit code. */
    public int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the service still runs: " + stderr() + stdout());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGTERM; returns the exit code. */
    public int terminate() {
        process.destroy();
        return awaitExit();
    }

    /** SIGKILL: what a crash or the kernel's memory killer does. */
    public void kill() {
        killed = true;
        process.destroyForcibly();
        awaitExit();
    }

    /** Its process id, which the name of its worker has in it. */
    public long pid() {
        return process.pid();
    }

    /** SIGSTOP: its threads stand still, its connections stay open, as when a virtual machine is paused. */
    public void suspend() {
        signal("STOP");
    }

    /** SIGCONT: it goes on as if no time had passed. */
    public void resume() {
        signal("CONT");
    }

    /** SIGTERM, without waiting for what comes of it. */
    public void askToStop() {
        process.destroy();
    }

    private void signal(String name) {
        Signals.send(process.toHandle(), name);
    }

    /** Loads this file of the input directory and returns the run's id. */
    public int submit(String path) {
        return submit(path, "");
    }

    /** The same with more fields of the request, as JSON, each behind a comma. */
    public int submit(String path, String fields) {
        Answer answer = post("/runs", "{\"path\": \"" + path + "\"" + fields + "}");
        if (answer.status() != 202) {
            throw new AssertionError(answer.toString());
        }
        return JsonPath.from(answer.body()).getInt("id");
    }

    /** The run as it stands. */
    public JsonPath run(int id) {
        return JsonPath.from(get("/runs/" + id).body());
    }

    /** The run once it is done. */
    public JsonPath awaitDone(int id) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> run(id), run -> Boolean.TRUE.equals(run.get("done")));
    }

    /** The embedded PostgreSQL that runs on this directory's data. */
    public Optional<ProcessHandle> postgres() {
        Path data = directory.toAbsolutePath().resolve("data/postgres");
        return ProcessHandle.allProcesses()
                .filter(handle -> handle.info()
                        .arguments()
                        .map(arguments -> Arrays.asList(arguments).contains(data.toString()))
                        .orElse(false))
                .findFirst();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            // One that is suspended would not hear the next signal.
            resume();
        }
        process.destroy();
        try {
            awaitExit();
        } catch (AssertionError stuck) {
            kill();
            throw stuck;
        } finally {
            // Only then: the directory's PostgreSQL may be another instance's.
            if (killed) {
                postgres().ifPresent(ServiceProcess::end);
            }
        }
    }

    private static void end(ProcessHandle orphan) {
        orphan.destroyForcibly();
        orphan.onExit().join();
    }
}
