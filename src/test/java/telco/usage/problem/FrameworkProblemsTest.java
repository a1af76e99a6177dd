package telco.usage.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.testing.ServiceUnderTest;

@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class FrameworkProblemsTest {

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
