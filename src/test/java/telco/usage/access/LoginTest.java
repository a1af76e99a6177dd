package telco.usage.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.clients.ShippedDag;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceLog;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Who is let in, and to what. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@WithTestResource(ProtectedService.class)
class LoginTest {

    private static final String FILE = "1,2026-03-01T10:00:00.000Z,DATA,1,0,0,5,0.5,2026-03";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/runs",
                "/runs/1",
                "/audit",
                "/customers/1/usage",
                "/nothing/here",
                "/q/metrics",
                "/q/openapi",
                "/q/swagger-ui",
                "/q/health/../metrics",
                "/q",
                "/%2e%2e/runs",
                "//runs",
                "/q/healthy"
            })
    void withoutALogin_everyAddressIsClosed(String path) {
        Response response =
                given().urlEncodingEnabled(false).redirects().follow(false).get(path);

        assertThat(response.statusCode()).as(path).isEqualTo(401);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
        assertThat(response.jsonPath().getString("code")).isEqualTo("UNAUTHORIZED");
        assertThat(response.headers().getValues("WWW-Authenticate"))
                .containsExactly(
                        "Basic realm=\"telco-usage-loader\", charset=\"UTF-8\"", "Bearer realm=\"telco-usage-loader\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready"})
    void health_isOpen(String path) {
        assertThat(given().get(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /runs,                  200, 200, 200",
        "GET,    /audit,                 200, 200, 200",
        "GET,    /retention/plan,        200, 200, 200",
        "GET,    /q/metrics,             200, 200, 200",
        "POST,   /runs,                  403, 404, 404",
        "POST,   /runs/999999/cancel,    403, 404, 404",
        "POST,   /runs/999999/replay,    403, 404, 404",
        "POST,   /runs/999999/publish,   403, 403, 404",
        "POST,   /runs/999999/revert,    403, 403, 404",
        "POST,   /runs/999999/write-off, 403, 403, 404",
        "POST,   /retention/confirm,     403, 403, 400",
        "GET,    /customers/1/usage,     403, 403, 200",
        "DELETE, /customers/1/usage,     403, 403, 200"
    })
    void eachRole_mayDoWhatIsItsOwn(String method, String path, int viewer, int operator, int admin) {
        assertThat(List.of("vera", "olga", "adam"))
                .extracting(name -> as(name).request(method, path).statusCode())
                .containsExactly(viewer, operator, admin);
    }

    @Test
    void refusedRole_isToldWhichOneIsNeeded() {
        Response response = as("olga").post("/runs/1/revert");

        assertThat(response.contentType()).isEqualTo("application/problem+json");
        assertThat(response.jsonPath().getString("code")).isEqualTo("FORBIDDEN");
        assertThat(response.jsonPath().getString("detail")).contains("admin");
    }

    /** What an operation knows is only told to who may call it. */
    @Test
    void unknownParameter_isToldBehindTheLogin() {
        assertThat(given().post("/runs?nonsense=1").statusCode()).isEqualTo(401);
        assertThat(as("vera").post("/runs?nonsense=1").statusCode()).isEqualTo(403);
        assertThat(as("olga").post("/runs?nonsense=1").statusCode()).isEqualTo(400);
    }

    @Test
    void forcing_isForAdmins_andTheAuditHasTheLogin() {
        Warehouse.clear();
        Api.put("login.csv", FILE.getBytes(StandardCharsets.UTF_8));
        Map<String, Object> forced = Map.of("path", "login.csv", "force", true);

        Response refused = as("olga").contentType(ContentType.JSON).body(forced).post("/runs");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.jsonPath().getString("code")).isEqualTo("FORBIDDEN");
        for (Response upload : List.of(
                as("olga").contentType("text/csv").body(FILE).post("/runs?force=true"),
                as("olga")
                        .multiPart("file", "f.csv", FILE.getBytes(StandardCharsets.UTF_8))
                        .multiPart("force", "true")
                        .post("/runs"))) {
            assertThat(upload.statusCode()).isEqualTo(403);
        }
        assertThat(Warehouse.count("ingest.run")).isZero();

        int run = as("adam")
                .header("X-Actor", "Anna")
                .contentType(ContentType.JSON)
                .body(forced)
                .post("/runs")
                .path("id");
        assertAuditedOnce(run, "adam for Anna");
    }

    private static void assertAuditedOnce(int run, String actor) {
        await().until(() -> as("vera").get("/runs/" + run).jsonPath().getBoolean("done"));
        assertThat(as("vera").get("/audit?runId=" + run).jsonPath().getList("entries.actor"))
                .containsExactly(actor);
    }

    @Test
    void submitting_isInTheAuditWithTheLogin() {
        Warehouse.clear();
        int run = as("olga")
                .header("X-Actor", "Anna")
                .contentType("text/csv")
                .body(FILE)
                .post("/runs")
                .path("id");
        assertAuditedOnce(run, "olga for Anna");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic YWRhbTp3cm9uZw==", // adam:wrong
                "Basic bm9ib2R5OnNlY3JldA==", // nobody:secret
                "Basic YWRhbQ==", // adam
                "Basic !!!",
                "Basic",
                "Bearer",
                "Bearer x.y.z",
                "Digest username=adam"
            })
    void wrongLogin_isRefusedAlikeEverywhere(String authorization) {
        for (String path : List.of("/runs", "/q/metrics", "/nothing")) {
            Response response = given().header("Authorization", authorization).get(path);

            assertThat(response.statusCode()).as(authorization + " " + path).isEqualTo(401);
            assertThat(response.jsonPath().getString("code")).isEqualTo("UNAUTHORIZED");
            assertThat(response.getHeader("WWW-Authenticate")).isNotBlank();
        }
    }

    @Test
    void token_isALogin() {
        assertThat(bearing(ProtectedService.tokens.token("tina", "viewer"))
                        .get("/runs")
                        .statusCode())
                .isEqualTo(200);
        Response refused =
                bearing(ProtectedService.tokens.token("tina", "viewer")).post("/runs");
        assertThat(refused.statusCode()).isEqualTo(403);
        Response unknownRole =
                bearing(ProtectedService.tokens.token("tina", "accountant")).get("/runs");
        assertThat(unknownRole.statusCode()).isEqualTo(403);
        assertThat(unknownRole.jsonPath().getString("code")).isEqualTo("FORBIDDEN");
    }

    @Test
    void tokenThatIsForgedOldOrForSomebodyElse_isRefused() {
        TokenServer server = ProtectedService.tokens;
        for (String token : List.of(
                server.forged("tina", "admin"),
                server.expired("tina", "admin"),
                server.forAnotherService("tina", "admin"))) {
            Response response = bearing(token).get("/runs");
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.jsonPath().getString("code")).isEqualTo("UNAUTHORIZED");
        }
    }

    @Test
    void manyWrongPasswords_mustWait_andHinderNobodyElse() {
        // Six in a row, or as many more as a slow machine needs: each makes the next one wait for longer.
        Response slowed = await().pollInterval(Duration.ofMillis(1))
                .until(() -> basic("bert", "a guess").get("/runs"), answer -> answer.statusCode() != 401);

        assertThat(slowed.statusCode()).isEqualTo(429);
        assertThat(slowed.jsonPath().getString("code")).isEqualTo("TOO_MANY_LOGINS");
        assertThat(Integer.parseInt(slowed.getHeader("Retry-After"))).isBetween(1, 60);
        assertThat(as("vera").get("/runs").statusCode()).isEqualTo(200);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> basic("bert", "bert-secret").get("/runs").statusCode() == 200);
    }

    /** More addresses than the metrics keep apart. */
    @Test
    void strangers_doNotTakeThePlacesOfOurAddressesInTheMetrics() {
        for (int i = 0; i < 120; i++) {
            assertThat(given().get("/made-up-" + i).statusCode()).isEqualTo(401);
            assertThat(given().request("MADEUP" + i, "/runs").statusCode()).isEqualTo(401);
        }
        assertThat(as("vera").get("/expected-files").statusCode()).isEqualTo(200);

        await().untilAsserted(() -> assertThat(as("vera").get("/q/metrics").asString())
                .contains("http_server_requests_seconds_count{method=\"GET\",outcome=\"SUCCESS\",status=\"200\","
                        + "uri=\"/expected-files\"}")
                .contains("method=\"OTHER\"")
                .doesNotContain("made-up-", "MADEUP"));
    }

    @Test
    void secrets_areNowhere() throws IOException {
        basic("adam", "a-wrong-secret").get("/runs");
        bearing("a.stray.token").get("/runs");
        as("adam").get("/runs");

        for (String text : List.of(
                ServiceLog.text(),
                as("vera").get("/q/metrics").asString(),
                as("adam").get("/audit").asString(),
                as("vera").get("/q/openapi").asString())) {
            assertThat(text).doesNotContain("-secret", "a.stray.token", "$2y$", "$2a$");
        }
        assertThat(ServiceLog.text()).contains("wrong password of adam");
    }

    private static RequestSpecification as(String name) {
        return basic(name, name + "-secret");
    }

    private static RequestSpecification basic(String name, String password) {
        return authorized("Basic "
                + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    private static RequestSpecification bearing(String token) {
        return authorized("Bearer " + token);
    }

    private static RequestSpecification authorized(String value) {
        return given().header(new Header("Authorization", value));
    }

    /** Airflow sends the login of its connection with each request, and never asks to be asked for it. */
    @Test
    void shippedDag_logsInAsAnOperator() throws Exception {
        ShippedDag.assumePython();
        Warehouse.clear();
        Api.put("dag.csv", FILE.getBytes(StandardCharsets.UTF_8));
        ShippedDag dag = new ShippedDag("telco_usage_load");
        assertThat(dag.run("scheduled__1", "dag.csv", "olga:olga-secret")
                        .at("/tasks/2/result")
                        .asText())
                .isEqualTo("SUCCEEDED");
        assertThat(dag.run("scheduled__2", "dag.csv", "vera:vera-secret")
                        .at("/tasks/0/error")
                        .asText())
                .startsWith("403:");
    }
}
