package telco.usage.run;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.ServiceUnderTest;

/** Bodies that ask for no run. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class SubmitRefusalTest {

    private static ValidatableResponse submit(String body) {
        return given().contentType("application/json").body(body).post("/runs").then();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"path\": \"a\"",
                "{'path': 'a'}",
                "{\"path\" \"a\"}",
                "{\"path\": a}",
                "hello",
                "{\"path\": \"\u0001\"}",
                "{\"path\": \"a\", \"path\": \"b\"}",
                "{\"force\": tru}",
                "{\"path\": \"a\"} x"
            })
    void submit_brokenJson(String body) {
        submit(body).spec(problem(ProblemCode.INVALID_REQUEST, "JSON"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{}]",
                "\"usage.csv\"",
                "17",
                "true",
                "null",
                "{} {}",
                "{\"path\": \"submitted.csv\"}[]",
                " "
            })
    void submit_anythingButOneObject(String body) {
        submit(body).spec(problem(ProblemCode.INVALID_REQUEST, "one JSON object"));
    }

    @Test
    void submit_brokenJsonIsLocated() {
        submit("{\n  \"path\": oops}").spec(problem(ProblemCode.INVALID_REQUEST, "line 2", "column"));
    }

    @Test
    void submit_unknownField() {
        submit("{\"path\": \"submitted.csv\", \"validate_only\": true}")
                .spec(problem(ProblemCode.INVALID_REQUEST, "validate_only", "line 1", "force", "path", "validateOnly"))
                .body("errors", hasSize(1))
                .body("errors[0].field", equalTo("validate_only"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "path | 17",
                "path | 1.5",
                "path | true",
                "path | {}",
                "path | [\"usage.csv\"]",
                "force | \"true\"",
                "force | 1",
                "force | []",
                "force | \"\"",
                "validateOnly | \"yes\"",
                "validateOnly | {\"a\": 1}",
                "validateOnly | 0",
                "maxRejects | 1.5",
                "maxRejects | \"5\"",
                "maxRejects | true",
                "maxRejects | 99999999999999999999",
                "maxRejectRatio | \"0.5\"",
                "maxRejectRatio | []",
                "priority | 1",
                "priority | true"
            })
    void submit_wrongType(String field, String value) {
        submit("{\"" + field + "\": " + value + "}")
                .spec(problem(ProblemCode.INVALID_REQUEST, field + " must be ", "line 1"))
                .body("errors[0].field", equalTo(field));
    }

    @ParameterizedTest
    @CsvSource({"maxRejects, -1", "maxRejectRatio, 1.01", "maxRejectRatio, -0.1", "maxRejectRatio, 1e-11"})
    void submit_limitThatIsNone(String field, String value) {
        submit("{\"path\": \"submitted.csv\", \"" + field + "\": " + value + "}")
                .spec(problem(ProblemCode.INVALID_REQUEST, field + " must be ", "0"))
                .body("errors[0].field", equalTo(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HIGH", "urgent"})
    void submit_priorityThatIsNone(String priority) {
        submit("{\"path\": \"submitted.csv\", \"priority\": \"" + priority + "\"}")
                .spec(problem(ProblemCode.INVALID_REQUEST, "priority must be one of high, normal, backfill"))
                .body("errors[0].field", equalTo("priority"));
    }

    @Test
    void submit_tooDeepNesting() {
        for (String deep : new String[] {
            "[".repeat(20_000),
            "{\"path\":" + "[".repeat(20_000),
            "{\"path\":".repeat(5_000),
            "{\"deep\":".repeat(5_000)
        }) {
            // As bytes: of a text, REST Assured would print a pretty version when the test fails, some hundred
            // megabytes.
            given().contentType("application/json")
                    .body(deep.getBytes(StandardCharsets.UTF_8))
                    .post("/runs")
                    .then()
                    .spec(problem(ProblemCode.INVALID_REQUEST));
        }
    }

    @Test
    void submit_brokenEncoding() {
        byte[] body = {'{', '"', 'p', 'a', 't', 'h', '"', ':', '"', (byte) 0xff, (byte) 0xfe, '"', '}'};
        given().contentType("application/json")
                .body(body)
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "JSON"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "text/html"})
    void submit_wrongMediaType(String type) {
        given().header("Content-Type", type)
                .body("{\"path\": \"submitted.csv\"}")
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "application/json", "text/csv"));
    }

    @Test
    void submit_mediaTypeThatIsNone() {
        given().header("Content-Type", "nonsense")
                .body(new byte[] {'{', '}'})
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST));
    }

    @Test
    void submit_acceptThatCannotBeServed() {
        given().accept("text/html")
                .contentType("application/json")
                .body("{}")
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.NOT_ACCEPTABLE));
    }
}
