package telco.usage.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** A request that is sent again under its key is still one run. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class IdempotencyTest {

    private static final String RECORD = "18219,2016-01-26T07:35:34.000+02:00,DATA,7229,0,0,1,0.000976,2016-01\n";

    /** As Airflow makes them, and no other test's. */
    private final String key = UUID.randomUUID() + ":manual__2026-03-01T06:00:00+00:00:load usage";

    private static ValidatableResponse submit(String key, String body) {
        return given().header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post("/runs")
                .then();
    }

    private long runs() {
        return Warehouse.count("ingest.run where idempotency_key = '" + key + "'");
    }

    @Test
    void repeatedRequest_isTheSameRun_alsoWhenThatIsDoneAndItsFileGone() throws IOException {
        Api.put("keyed.csv", RECORD.getBytes());
        int id = submit(key, "{\"path\": \"keyed.csv\", \"maxRejectRatio\": 0.5}")
                .statusCode(202)
                .header("Idempotency-Replayed", nullValue())
                .extract()
                .path("id");
        Api.finished(id);
        Files.delete(Api.inputDirectory().resolve("keyed.csv"));

        submit(key, "{\"priority\": \"normal\", \"force\": false, \"maxRejectRatio\": 0.50, \"path\": \"keyed.csv\"}")
                .statusCode(202)
                .header("Location", equalTo("/runs/" + id))
                .header("Idempotency-Replayed", equalTo("true"))
                .body("id", equalTo(id))
                .body("done", equalTo(true));
        assertThat(runs()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"path\": \"other.csv\"}",
                "{\"path\": \"keyed.csv\", \"force\": true}",
                "{\"path\": \"keyed.csv\", \"validateOnly\": true}",
                "{\"path\": \"keyed.csv\", \"maxRejects\": 0}",
                "{\"path\": \"keyed.csv\", \"maxRejectRatio\": 0}",
                "{\"path\": \"keyed.csv\", \"priority\": \"high\"}"
            })
    void anotherRequestUnderTheKey_isRefused(String other) {
        Api.put("keyed.csv", RECORD.getBytes());
        int id = submit(key, "{\"path\": \"keyed.csv\"}")
                .statusCode(202)
                .extract()
                .path("id");
        submit(key, other)
                .spec(problem(ProblemCode.IDEMPOTENCY_KEY_REUSED, "run " + id))
                .body("runId", equalTo(id));
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void refusedRequest_doesNotUseUpTheKey() {
        String body = "{\"path\": \"" + UUID.randomUUID() + ".csv\"}";
        submit(key, body).spec(problem(ProblemCode.FILE_NOT_FOUND));
        assertThat(runs()).isZero();
        Api.put("keyed.csv", RECORD.getBytes());
        submit(key, "{\"path\": \"keyed.csv\"}").statusCode(202).header("Idempotency-Replayed", nullValue());
    }

    static String[] textsThatAreNoKey() {
        return new String[] {"", "k".repeat(256), "schl\u00fcssel", "a\tb"};
    }

    @ParameterizedTest
    @MethodSource("textsThatAreNoKey")
    void textThatIsNoKey(String text) {
        submit(text, "{}").spec(problem(ProblemCode.INVALID_REQUEST, "Idempotency-Key", "255"));
    }

    @Test
    void twoKeys() {
        given().header("Idempotency-Key", key, key)
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "Idempotency-Key", "one key"));
    }

    @Test
    void longestKey() {
        Api.put("keyed.csv", RECORD.getBytes());
        submit((key + "k".repeat(255)).substring(0, 255), "{\"path\": \"keyed.csv\"}")
                .statusCode(202);
    }
}
