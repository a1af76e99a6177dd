package telco.usage.request;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static telco.usage.problem.Problems.problem;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.OpenApiDocument;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** A parameter that would be passed over is a mistake, and is told. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class UnknownParametersTest {

    @Test
    void unknownParameter_isRefusedByEachOperation_whichListsItsOwn() {
        OpenApiDocument document = OpenApiDocument.fetch();
        document.at("/paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation ->
                                assertRefused(path.getKey(), operation.getKey(), described(operation.getValue()))));
    }

    private static SortedSet<String> described(JsonNode operation) {
        SortedSet<String> described = new TreeSet<>();
        operation.path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("query")) {
                described.add(parameter.path("name").asText());
            }
        });
        return described;
    }

    private static void assertRefused(String path, String method, SortedSet<String> described) {
        given().request(method.toUpperCase(), path.replace("{id}", "1") + "?nonsense=1")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "nonsense is not known here"))
                .body("errors[0].field", equalTo("nonsense"))
                .body(
                        "detail",
                        endsWith(
                                described.isEmpty()
                                        ? "has no query parameters"
                                        : "address are " + String.join(", ", described)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "validate_only=true",
                "validateonly=true",
                "validateOnly=false&validateOnly=true",
                "validateOnly=true&validateOnly=true",
                "validateOnly%20=true"
            })
    void checkThatIsMisspelt_isNoLoad(String query) {
        long before = Warehouse.count("ingest.run");
        given().urlEncodingEnabled(false)
                .contentType("text/csv")
                .body("1,2026-03-01T10:00:00.000+02:00,DATA,1,0,0,5,0.5,2026-03\n")
                .post("/runs?" + query)
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "validate"));
        assertThat(Warehouse.count("ingest.run")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"sate=FAILED, sate", "state=&state=FAILED, state", "%20=FAILED, query", "state=FAILED&x, x"})
    void listThatIsMisspelt_isNotAllThereIs(String query, String parameter) {
        given().urlEncodingEnabled(false)
                .get("/runs?" + query)
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, parameter))
                .body("errors[0].field", equalTo(parameter));
        given().urlEncodingEnabled(false).head("/runs?" + query).then().statusCode(400);
    }

    /** The document has one operation for both forms. */
    @Test
    void parameterOfTheOtherForm_isKnown() {
        given().accept("text/csv").get("/analytics/daily?pageSize=20").then().statusCode(200);
    }

    @Test
    void emptyQuery_isNone() {
        given().get("/runs?&").then().statusCode(200);
    }
}
