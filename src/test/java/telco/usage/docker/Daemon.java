package telco.usage.docker;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import telco.usage.testing.Tool;

/** A server that a test has started. */
record Daemon(Process process, URI address, Path log) implements AutoCloseable {

    static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Starts it, and returns when it says that it is ready. */
    static Daemon start(Tool tool, int port, Path log, String... arguments) throws IOException {
        Process process = tool.command(arguments)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Daemon daemon = new Daemon(process, URI.create("http://127.0.0.1:" + port), log);
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(daemon::isReady);
        } catch (ConditionTimeoutException | AssertionError e) {
            daemon.close();
            throw e;
        }
        return daemon;
    }

    private boolean isReady() throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError("it ended: " + Files.readString(log));
        }
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(address.resolve("/-/ready")).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
