package telco.usage.analytics;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.ServiceUnderTest;

/** What a request can get wrong. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class AnalyticsRequestTest {

    private static void assertRefused(String address, String parameter) {
        for (String accept : new String[] {"application/json", "text/csv"}) {
            given().urlEncodingEnabled(false)
                    .accept(accept)
                    .get("/analytics/" + address)
                    .then()
                    .spec(problem(ProblemCode.INVALID_REQUEST, parameter))
                    .header("ETag", nullValue())
                    .body("errors[0].field", equalTo(parameter));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "month=2016, month",
        "month=2016-3, month",
        "month=2016-13, month",
        "month=2016-03-01, month",
        "month=March, month",
        "type=%00, type",
        "type=123456789012345678901234567890123456789012345678901, type",
        "plan=1.5, plan",
        "plan=None, plan",
        "plan=2147483648, plan",
        "plan=-2147483649, plan",
        "plan=99999999999, plan"
    })
    void badValue_ofAMonthlyReport(String query, String parameter) {
        assertRefused("usage-distribution?" + query, parameter);
        assertRefused("monthly-trends?" + query, parameter);
    }

    @ParameterizedTest
    @CsvSource({
        "month=2016-00, month",
        "type=%00, type",
        "from=2016-03, from",
        "from=2016-02-30, from",
        "from=%2B999999999-12-31, from",
        "to=-0001-01-01, to",
        "to=2016-03-01T00:00:00Z, to",
        "to=20160301, to",
        "from=2016-03-02&to=2016-03-01, to"
    })
    void badValue_ofTheDailyReport(String query, String parameter) {
        assertRefused("daily?" + query, parameter);
    }

    @Test
    void planOfADay_isRefusedAndSaysWhatToAskInstead() {
        for (String plan : new String[] {"7", "none", "x"}) {
            given().get("/analytics/daily?plan=" + plan)
                    .then()
                    .spec(problem(
                            ProblemCode.INVALID_REQUEST,
                            "plan",
                            "days are not counted by plan",
                            "/analytics/monthly-trends?plan=",
                            "/analytics/usage-distribution?month="));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"usage-distribution", "monthly-trends", "daily"})
    void badPage(String report) {
        given().get("/analytics/" + report + "?pageSize=201")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "pageSize", "200"));
        given().get("/analytics/" + report + "?pageToken=0")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "pageToken"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "image/*"})
    void accept_nothingThatCanBeServed(String accept) {
        given().accept(accept).get("/analytics/daily").then().spec(problem(ProblemCode.NOT_ACCEPTABLE, "text/csv"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/*", "text/html, application/json;q=0.9, */*;q=0.1"})
    void accept_json(String accept) {
        given().accept(accept).get("/analytics/daily").then().statusCode(200).contentType("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/*", "text/csv, application/json;q=0.5", "text/csv; charset=utf-8"})
    void accept_csv(String accept) {
        given().accept(accept).get("/analytics/daily").then().statusCode(200).contentType(startsWith("text/csv"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usage-distribution?month=&type=&plan=",
                "monthly-trends?month=&type=&plan=",
                "daily?month=&from=&to=&type=&plan="
            })
    void emptyParameter_isNone_asEverywhere(String address) {
        given().get("/analytics/" + address).then().statusCode(200);
        given().get("/runs?state=&pageSize=").then().statusCode(200);
    }
}
