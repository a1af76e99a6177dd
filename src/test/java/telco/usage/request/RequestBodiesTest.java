package telco.usage.request;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
import telco.usage.problem.ProblemCode;
import telco.usage.run.RunFixture;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Bodies that are too large, too slow or for nobody. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class RequestBodiesTest {

    @Inject
    RunFixture fixture;

    @TestHTTPResource
    URI service;

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
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/runs"))
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

    @Test
    void hugeBody_askedForBeforeItIsSent() throws IOException {
        String answer = send("POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 50000000\r\nExpect: 100-continue\r\n\r\n")
                .answer();
        assertThat(answer).startsWith("HTTP/1.1 413").contains("application/problem+json", "PAYLOAD_TOO_LARGE");
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
        RawRequest caller = send("POST " + address + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                + "\r\nContent-Length: 1000000\r\n\r\n" + " ".repeat(70_000));
        assertThat(caller.firstAnswer()).startsWith("HTTP/1.1 " + status).contains("application/problem+json", reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000000", "Transfer-Encoding: chunked"})
    void bodyForAPageOfTheFramework_isNotReceived(String announced) throws IOException {
        for (String address : List.of("GET /q/health/live", "POST /q/health", "POST /q/openapi", "POST /q/unknown")) {
            RawRequest caller =
                    send(address + " HTTP/1.1\r\nHost: localhost\r\n" + announced + "\r\nExpect: 100-continue\r\n\r\n");
            assertThat(caller.firstAnswer())
                    .startsWith("HTTP/1.1 413")
                    .contains("application/problem+json", "PAYLOAD_TOO_LARGE");
        }
    }

    /** What nobody reads must not pile up in memory. */
    @Test
    void callerWhoGoesOnSending_isCutOff() throws IOException {
        byte[] part = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        try (Socket caller = new Socket(service.getHost(), service.getPort())) {
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

    @ParameterizedTest
    @ValueSource(strings = {"keep-alive", "close"})
    void callerWhoNeverSendsTheRest_isCutOffBehindTheAnswer(String connection) throws IOException {
        assertThat(send("POST /runs HTTP/1.1\r\nHost: localhost\r\nConnection: " + connection
                                + "\r\nContent-Type: text/plain\r\nContent-Length: 1000000\r\n\r\n"
                                + " ".repeat(70_000))
                        .answer())
                .startsWith("HTTP/1.1 415");
    }

    /** More of them than there are threads. */
    @Test
    void callersWhoSendSlowly_keepNobodyFromAnswers_andThoseOfBodiesAreCutOff() throws IOException {
        int run = fixture.finishedRun();
        List<RawRequest> headers = new ArrayList<>();
        List<RawRequest> bodies = new ArrayList<>();
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
        for (RawRequest body : bodies) {
            assertThat(body.answer())
                    .contains("HTTP/1.1 408", "application/problem+json", "REQUEST_TIMEOUT", "The body was not there");
        }
        for (RawRequest header : headers) {
            header.close();
        }
    }

    @Test
    void uploadThatComesToAStandstill_isCutOff() throws IOException {
        int run = fixture.finishedRun();
        fixture.reject(run, 1, "a,b");
        long replays = replays();
        RawRequest upload = send("POST /runs/" + run + "/replay HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: text/csv\r\nContent-Length: 1000\r\n\r\na,b");
        assertThat(upload.answer()).startsWith("HTTP/1.1 408").contains("application/problem+json", "REQUEST_TIMEOUT");
        assertThat(replays()).isEqualTo(replays);
    }

    private static long replays() {
        return Warehouse.count("ingest.run where trigger = 'REPLAY'");
    }

    private RawRequest send(String request) throws IOException {
        return RawRequest.send(service, request);
    }
}
