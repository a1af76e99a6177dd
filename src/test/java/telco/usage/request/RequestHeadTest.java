package telco.usage.request;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.ServiceUnderTest;

/** Addresses and headers that are malformed, too long, or have a character that the database does not take. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class RequestHeadTest {

    @TestHTTPResource
    URI service;

    @Test
    void requestWithoutHost() throws IOException {
        String answer = send("GET /runs HTTP/1.1\r\nConnection: close\r\n\r\n").answer();
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
        String answer = send("GET " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .answer();
        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "INVALID_REQUEST", "The address is malformed");
    }

    @Test
    void tooLongAHeaderOrAddress() throws IOException {
        given().header("X-Actor", "a".repeat(20_000)).get("/runs/x").then().statusCode(404);
        given().header("X-Actor", "a".repeat(23_000))
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
        assertThat(send("GET /runs HTTP/1.1\r\nHost: localhost\r\nX-Actor: " + "a".repeat(25_000) + "\r\n\r\n")
                        .answer())
                .contains(" 431 ")
                .doesNotContain("problem+json");
        assertThat(send("GET /runs?state=" + "a".repeat(60_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .answer())
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

    @Test
    void nulInAHeader() throws IOException {
        assertThat(send("POST /runs/1/cancel HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Actor: a\0b\r\n\r\n")
                        .answer())
                .startsWith("HTTP/1.1 400");
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

    private RawRequest send(String request) throws IOException {
        return RawRequest.send(service, request);
    }
}
