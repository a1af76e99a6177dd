package telco.usage.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.testing.ServiceUnderTest;

/** A page in somebody's browser is no caller, also where nobody has to log in. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class ForeignPagesTest {

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void pageOfAnotherSite_changesNothing(String site) {
        assertRefused(given().header("Sec-Fetch-Site", site).post("/runs/1/revert"));
        assertThat(given().header("Sec-Fetch-Site", site).get("/runs").statusCode())
                .isEqualTo(200);
    }

    /** As from a browser that comes without TLS, and by a name that is not this machine's. */
    @ParameterizedTest
    @ValueSource(strings = {"http://telco.example", "https://localhost.example", "http://localhost:9", "null"})
    void pageOfAnotherOrigin_changesNothing(String origin) {
        assertRefused(given().header("Host", "localhost:8080")
                .header("Origin", origin)
                .post("/runs/1/revert"));
    }

    @Test
    void ownOrigin_mayCall() {
        assertThat(given().header("Host", "localhost:8080")
                        .header("Origin", "http://LOCALHOST:8080")
                        .post("/runs/999999/cancel")
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "none"})
    void ownPageAndAddressBar_mayCall(String site) {
        assertThat(given().header("Sec-Fetch-Site", site)
                        .post("/runs/999999/cancel")
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"telco.example", "127.0.0.1.telco.example", "localhost.example:8080", "10.0.0.1"})
    void nameThatOnlyResolvesToThisMachine_isRefused(String host) {
        assertRefused(given().header("Host", host).get("/runs"));
    }

    @Test
    void nameThatIsNone_isRefused() {
        assertThat(given().header("Host", "a`b.telco.example").get("/runs").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1:9", "[::1]:8080"})
    void namesOfThisMachine_areTaken(String host) {
        assertThat(given().header("Host", host).get("/runs").statusCode()).isEqualTo(200);
    }

    @Test
    void otherSites_areNotAllowedToReadAnAnswer() {
        assertThat(given().header("Origin", "https://telco.example")
                        .get("/runs")
                        .getHeader("Access-Control-Allow-Origin"))
                .isNull();
    }

    private static void assertRefused(Response response) {
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
        assertThat(response.jsonPath().getString("code")).isEqualTo("FORBIDDEN");
    }
}
