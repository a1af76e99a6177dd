package telco.usage.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Line ends in what a caller sends do not become headers of an answer, nor lines of the audit. Sent as bytes: clients refuse to. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class HeaderInjectionTest {

    private static String answer(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static String get(String address, String headers) throws IOException {
        return answer("GET " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/runs/1%0d%0aX-Injected:%20yes",
                "/runs/%0d%0aX-Injected:%20yes/rejects",
                "/runs?pageToken=%0d%0aX-Injected:%20yes",
                "/runs/1/rejects?form=%0aX-Injected:%20yes",
                "/analytics/daily?month=%0d%0a%0d%0aX-Injected:%20yes",
                "/nothing%0d%0aX-Injected:%20yes",
                "/customers/1%0d%0aX-Injected:%20yes/usage",
                "/runs/1%E5%98%8A%E5%98%8DX-Injected:%20yes"
            })
    void lineEnd_inAnAddress_isNoHeader(String address) throws IOException {
        String answer = get(address, "");
        assertThat(answer).startsWith("HTTP/1.1 4");
        assertThat(head(answer)).doesNotContainIgnoringCase("X-Injected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r X-Injected: yes", "a\u0000b", "a\u001b[31mb", "a\u007fb", "a\rX-Injected: yes"})
    void controlCharacter_inTheActor_isRefusedAndNotAudited(String actor) throws IOException {
        Warehouse.clear();
        int id = Api.load("x.csv", "1,2026-03-01T10:00:00.000+02:00,DATA,1,0,0,5,0.5,2026-03\n")
                .getInt("id");
        String answer =
                answer("POST /runs/" + id + "/revert HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Actor: "
                        + actor + "\r\nContent-Length: 0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(head(answer)).doesNotContainIgnoringCase("X-Injected");
        assertThat(Warehouse.count("ingest.audit where action = 'REVERT' and run_id = " + id))
                .isZero();
    }

    /** The name under which an answer is to be kept has nothing of a caller or a file in it. */
    @Test
    void nameOfAFile_isNotInTheHeaders() throws IOException {
        Warehouse.clear();
        String name = "a\"; filename=evil.exe; x=\"\r\nX-Injected: yes\r\n.csv";
        Path inbox = Path.of(ConfigProvider.getConfig().getValue("INBOX_DIR", String.class));
        Files.writeString(inbox.resolve(name), "broken\n");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Warehouse.count("ingest.run where file_path like '%/rejected/%'") == 1);
        int id = Integer.parseInt(Warehouse.rows("select id from ingest.run").get(0));
        for (String address : new String[] {"/runs/" + id, "/runs/" + id + "/rejects"}) {
            for (String accept : new String[] {"application/json", "text/csv"}) {
                String answer = get(address, "Accept: " + accept + "\r\n");
                assertThat(head(answer))
                        .doesNotContainIgnoringCase("X-Injected")
                        .doesNotContain("evil");
            }
        }
    }

    private static String head(String answer) {
        return answer.substring(0, answer.indexOf("\r\n\r\n"));
    }
}
