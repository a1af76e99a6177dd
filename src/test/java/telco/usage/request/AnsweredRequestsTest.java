package telco.usage.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.testing.ServiceUnderTest;

/** A thousand requests a second need no memory when they are over, however long a request may take. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(AnsweredRequestsTest.Patient.class)
class AnsweredRequestsTest {

    /** Requests may take longer than a test waits for anything. */
    public static final class Patient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("telco.request.timeout", "1h", "HTTP_MAX_CONNECTIONS", Integer.toString(MAX_CONNECTIONS));
        }
    }

    private static final int MAX_CONNECTIONS = 20;

    private static final String LAST = "GET /runs/1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    @Inject
    SeenRequests requests;

    @TestHTTPResource("/runs")
    URI runs;

    @BeforeEach
    void forgetOthers() {
        requests.forget();
    }

    @Test
    void requestsWithoutABody() {
        send("GET /runs HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20) + LAST);
        requireNoneHeld(21);
    }

    @Test
    void requestsWithABody() {
        String post = "POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}";
        send(post.repeat(20) + LAST);
        requireNoneHeld(21);
    }

    @Test
    void uploads() {
        String upload =
                "POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: 2\r\n\r\na\n";
        send(upload.repeat(20) + LAST);
        requireNoneHeld(21);
    }

    @Test
    void bodyThatIsTooLong_isThrownAwayToItsEnd() {
        int length = 2 * 1024 * 1024;
        send("POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n" + " ".repeat(length)
                + LAST);
        requireNoneHeld(2);
    }

    @Test
    void callerWhoIsGoneWithAnAnswer() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000000\r\n\r\n{");
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        requireNoneHeld(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/csv"})
    void callerWhoIsGoneWithoutAnAnswer(String type) throws IOException {
        try (Socket socket = connect()) {
            write(
                    socket,
                    "POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                            + "\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n{");
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        requireNoneHeld(1);
    }

    @Test
    void connectionsThatAreClosed_leaveRoomForOthers() {
        for (int i = 0; i < 3 * MAX_CONNECTIONS; i++) {
            send(LAST);
        }
    }

    /** A body ends in one thread while another one answers: thousands of times, for that is rarely the same moment. */
    @Test
    void bodyThatEndsWhileItsRequestIsAnswered_leavesTheAnswerWhole() throws InterruptedException, ExecutionException {
        String refused = "POST /runs?maxRejects=none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n";
        ExecutorService callers = Executors.newFixedThreadPool(MAX_CONNECTIONS / 2);
        try {
            Callable<String> call = () -> answers(refused);
            for (Future<String> answer : callers.invokeAll(Collections.nCopies(5_000, call))) {
                assertThat(answer.get())
                        .startsWith("HTTP/1.1 400")
                        .contains("\r\n\r\n{")
                        .endsWith("}");
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private void requireNoneHeld(int requestsSent) {
        assertThat(requests.count()).isEqualTo(requestsSent);
        await().untilAsserted(() -> assertThat(requests.held()).isZero());
    }

    private void send(String requests) {
        assertThat(answers(requests)).isNotEmpty();
    }

    /** The answers to requests of which the last one closes the connection. */
    private String answers(String requests) {
        try (Socket socket = connect()) {
            write(socket, requests);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(runs.getHost(), runs.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
