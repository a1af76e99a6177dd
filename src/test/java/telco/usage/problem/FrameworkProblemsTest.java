package telco.usage.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.testing.ServiceUnderTest;

@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class FrameworkProblemsTest {

    @TestHTTPResource("/runs")
    URI runs;

    @ParameterizedTest
    @ValueSource(strings = {"/", "/unknown", "/runs/1/unknown", "/runs/1/result/more", "/RUNS"})
    void unknownPath(String path) {
        given().get(path).then().spec(problem(ProblemCode.NOT_FOUND)).body("instance", equalTo(path));
    }

    @ParameterizedTest
    @CsvSource({"PUT, /runs", "DELETE, /runs/1", "POST, /runs/1", "PATCH, /runs/1/result", "POST, /runs/1/rejects"})
    void wrongMethod(String method, String path) {
        given().request(method, path).then().spec(problem(ProblemCode.METHOD_NOT_ALLOWED));
    }

    @ParameterizedTest
    @CsvSource({"bug", "error", "sql"})
    void fault_givesAnIncidentAndNothingElse(String how) {
        String body = given().get("/failing/" + how)
                .then()
                .spec(problem(ProblemCode.INTERNAL_ERROR, "incident "))
                .extract()
                .asString();
        assertThat(body).doesNotContain("secret").doesNotContainIgnoringCase("stack");
    }

    @Test
    void databaseAway() {
        given().get("/failing/away")
                .then()
                .spec(problem(ProblemCode.DATABASE_UNAVAILABLE))
                .header("Retry-After", equalTo("5"));
    }

    @Test
    void problemIsAnsweredWhateverIsAccepted() {
        given().accept("text/csv").get("/unknown").then().spec(problem(ProblemCode.NOT_FOUND));
        given().accept("image/png").get("/failing/bug").then().statusCode(406);
    }

    @ParameterizedTest
    @ValueSource(ints = {70_000, 5_000_000})
    void hugeBody(int bytes) {
        given().contentType("application/json")
                .body("{\"path\": \"" + "a".repeat(bytes) + "\"}")
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.PAYLOAD_TOO_LARGE, "bytes"));
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void hugeBodyOfUnannouncedLength(HttpClient.Version version) throws IOException, InterruptedException {
        byte[] body = ("{\"path\": \"" + "a".repeat(5_000_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(runs)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();
        HttpResponse<String> answer =
                HttpClient.newBuilder().version(version).build().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.body()).contains("PAYLOAD_TOO_LARGE");
    }

    /** What nobody reads must not pile up in memory. */
    @Test
    void callerWhoGoesOnSending_isCutOff() throws IOException {
        byte[] part = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        try (Socket caller = new Socket(runs.getHost(), runs.getPort())) {
            caller.getOutputStream()
                    .write(("POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> {
                        for (long sent = 0; sent < 300_000_000; sent += part.length) {
                            caller.getOutputStream().write(part);
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void requestWithoutHost() throws IOException {
        String answer = raw("GET /runs HTTP/1.1\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "INVALID_REQUEST");
    }

    /** The one answer that we cannot give a body: the server looks at the address before it asks us. */
    @ParameterizedTest
    @ValueSource(strings = {"/runs/%zz", "/runs?state=%zz", "/%", "/runs?pageSize=%", "/runs/1%"})
    void malformedAddress(String address) throws IOException {
        String answer = raw("GET " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400").endsWith("\r\n\r\n");
    }

    @Test
    void hugeBody_askedForBeforeItIsSent() throws IOException {
        String answer = raw("POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 50000000\r\nExpect: 100-continue\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 413").contains("application/problem+json", "PAYLOAD_TOO_LARGE");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(runs.getHost(), runs.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void healthMetricsAndPagesOfTheFrameworkStayAsTheyAre() {
        given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/health").then().contentType("application/json").body("checks.name", hasItem("database"));
        given().get("/q/metrics").then().statusCode(200).body(containsString("jvm_memory_used_bytes"));
        given().get("/q/swagger-ui/").then().statusCode(200).contentType("text/html");
        given().get("/q/openapi").then().statusCode(200);
    }

    @Test
    void unknownPageOfTheFramework() {
        given().get("/q/unknown").then().spec(problem(ProblemCode.NOT_FOUND));
    }
}
