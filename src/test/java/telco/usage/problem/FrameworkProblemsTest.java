package telco.usage.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.run.RunFixture;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class FrameworkProblemsTest {

    @Inject
    RunFixture fixture;

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
                .spec(problem(ProblemCode.DATABASE_UNAVAILABLE, "try again"))
                .body("detail", not(containsString("change")))
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

    @ParameterizedTest
    @CsvSource({
        "/runs, application/json, 413, 65536 bytes",
        "/runs, text/plain, 415, multipart/form-data",
        "/runs, application/x-www-form-urlencoded, 415, text/csv",
        "/runs/1/replay, application/x-www-form-urlencoded, 415, /replay takes text/csv",
        "/runs/1/revert, text/csv, 415, application/json"
    })
    void bodyThatIsTooLongAndNoFile_isRefusedBeforeAllOfItIsThere(
            String address, String type, int status, String reason) throws IOException {
        Socket caller = send("POST " + address + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                + "\r\nContent-Length: 1000000\r\n\r\n" + " ".repeat(70_000));
        assertThat(firstAnswer(caller)).startsWith("HTTP/1.1 " + status).contains("application/problem+json", reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000000", "Transfer-Encoding: chunked"})
    void bodyForAPageOfTheFramework_isNotReceived(String announced) throws IOException {
        for (String address : List.of("GET /q/health/live", "POST /q/health", "POST /q/openapi", "POST /q/unknown")) {
            Socket caller =
                    send(address + " HTTP/1.1\r\nHost: localhost\r\n" + announced + "\r\nExpect: 100-continue\r\n\r\n");
            assertThat(firstAnswer(caller))
                    .startsWith("HTTP/1.1 413")
                    .contains("application/problem+json", "PAYLOAD_TOO_LARGE");
        }
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/runs/%zz",
                "/runs?state=%zz",
                "/%",
                "/runs?pageSize=%",
                "/runs/1%",
                "/runs?state={x}",
                "/q/health|"
            })
    void malformedAddress(String address) throws IOException {
        String answer = raw("GET " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "INVALID_REQUEST", "The address is malformed");
    }

    @Test
    void hugeBody_askedForBeforeItIsSent() throws IOException {
        String answer = raw("POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 50000000\r\nExpect: 100-continue\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 413").contains("application/problem+json", "PAYLOAD_TOO_LARGE");
    }

    /** More of them than there are threads. */
    @Test
    void callersWhoSendSlowly_keepNobodyFromAnswersAndAreCutOff() throws IOException {
        int run = fixture.finishedRun();
        List<Socket> headers = new ArrayList<>();
        List<Socket> bodies = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            headers.add(send("POST /runs HTTP/1.1\r\nHost: loc"));
            bodies.add(send("POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n{"));
            bodies.add(send("POST /runs/" + run + "/revert HTTP/1.1\r\nHost: localhost\r\n"
                    + "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n1\r\n{\r\n"));
            bodies.add(send("POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                    + "Content-Length: 20\r\n\r\n{"));
            bodies.add(send("POST /runs/" + run + "/replay HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/gzip\r\nContent-Length: 20\r\n\r\n"));
        }
        given().get("/runs/" + run).then().statusCode(200);
        for (Socket body : bodies) {
            assertThat(answer(body))
                    .contains("HTTP/1.1 408", "application/problem+json", "REQUEST_TIMEOUT", "The body was not there");
        }
        for (Socket header : headers) {
            header.close();
        }
    }

    @Test
    void uploadThatComesToAStandstill_isCutOff() throws IOException {
        int run = fixture.finishedRun();
        fixture.reject(run, 1, "a,b");
        long replays = replays();
        Socket upload = send("POST /runs/" + run + "/replay HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: text/csv\r\nContent-Length: 1000\r\n\r\na,b");
        assertThat(answer(upload)).startsWith("HTTP/1.1 408").contains("application/problem+json", "REQUEST_TIMEOUT");
        assertThat(replays()).isEqualTo(replays);
    }

    private static long replays() {
        return Warehouse.count("ingest.run where trigger = 'REPLAY'");
    }

    @Test
    void tooLongAHeaderOrAddress() throws IOException {
        given().header("X-Actor", "a".repeat(20_000)).get("/runs/x").then().statusCode(404);
        given().header("X-Actor", "a".repeat(30_000))
                .get("/runs")
                .then()
                .spec(problem(ProblemCode.HEADERS_TOO_LARGE, "20480 bytes"));
        given().queryParam("state", "a".repeat(8_000))
                .get("/runs")
                .then()
                .spec(problem(ProblemCode.ADDRESS_TOO_LONG, "4096 characters"));
    }

    /** The server itself gives up reading it. */
    @Test
    void farTooLongAHeaderOrAddress() throws IOException {
        assertThat(raw("GET /runs HTTP/1.1\r\nHost: localhost\r\nX-Actor: " + "a".repeat(60_000) + "\r\n\r\n"))
                .contains(" 431 ");
        assertThat(raw("GET /runs?state=" + "a".repeat(60_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .contains(" 414 ");
    }

    @ParameterizedTest
    @CsvSource({
        "/quality?check=%00, check",
        "/runs?state=&trigger=A%00, trigger",
        "/audit?action=%00REVERT, action",
        "/analytics/daily?type=a%00b, type",
        "/runs?%00=1, query",
        "/runs/1%00, address",
        "/customers/%00/usage, address"
    })
    void nulInAnAddress(String address, String field) {
        given().urlEncodingEnabled(false)
                .get(address)
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "NUL"))
                .body("errors[0].field", equalTo(field));
    }

    @ParameterizedTest
    @CsvSource({
        "/runs, path",
        "/runs/1/revert, why",
        "/runs/1/publish, why",
        "/runs/1/write-off, reason",
        "/retention/confirm, why"
    })
    void nulInJson(String address, String field) {
        given().contentType("application/json")
                .body("{\"" + field + "\": \"a\\u0000b\"}")
                .post(address)
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, field, "NUL"))
                .body("errors[0].field", equalTo(field));
    }

    @Test
    void nulInAHeader() throws IOException {
        assertThat(raw("POST /runs/1/cancel HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Actor: a\0b\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    private String raw(String request) throws IOException {
        return answer(send(request));
    }

    private Socket send(String request) throws IOException {
        Socket socket = new Socket(runs.getHost(), runs.getPort());
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /** All that comes until the server closes the connection. */
    private static String answer(Socket sent) throws IOException {
        try (sent) {
            return new String(sent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A problem, however long the server then waits for the rest of the request. */
    private static String firstAnswer(Socket sent) throws IOException {
        try (sent) {
            StringBuilder answer = new StringBuilder();
            InputStream in = sent.getInputStream();
            while (answer.indexOf("\"}") < 0) {
                int character = in.read();
                assertThat(character).as(answer.toString()).isNotNegative();
                answer.append((char) character);
            }
            return answer.toString();
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
