package telco.usage.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.oneOf;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.ServiceUnderTest;

@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class SubmitTest {

    private static final String RECORD = "18219,2016-01-26T07:35:34.000+02:00,DATA,7229,0,0,1,0.000976,2016-01\n";

    @TestHTTPResource("/runs")
    URI runs;

    @ConfigProperty(name = "INPUT_DIRS")
    Path input;

    @BeforeEach
    void writeFile() throws IOException {
        Files.writeString(input.resolve("submitted.csv"), RECORD);
    }

    private static ValidatableResponse submit(String body) {
        return given().contentType("application/json").body(body).post("/runs").then();
    }

    private static ValidatableResponse submitPath(Object path) {
        return submit("{\"path\": \"" + path + "\"}");
    }

    @Test
    void submit_answersWithTheRunAndWhereToFollowIt() {
        int id = submit("{\"path\": \"submitted.csv\", \"force\": true, \"validateOnly\": true}")
                .statusCode(202)
                .contentType("application/json")
                .header("Location", matchesPattern("/runs/[0-9]+"))
                .header("Retry-After", matchesPattern("[1-9][0-9]*"))
                .body("id", greaterThan(0))
                .body("state", oneOf("QUEUED", "RUNNING"))
                .body("done", equalTo(false))
                .body("trigger", equalTo("API"))
                .body("file.name", equalTo("submitted.csv"))
                .body("file.sizeBytes", equalTo(RECORD.length()))
                .body("force", equalTo(true))
                .body("validateOnly", equalTo(true))
                .body("priority", equalTo("normal"))
                .extract()
                .path("id");
        given().get("/runs/" + id).then().statusCode(200).body("id", equalTo(id));
    }

    @Test
    void submit_everyFieldIsOptional() throws IOException {
        Files.writeString(input.resolve("usage.csv"), RECORD);
        for (String body : new String[] {"{}", " {\"path\": null, \"force\": null, \"validateOnly\": false} \n"}) {
            submit(body)
                    .statusCode(202)
                    .body("file.name", equalTo("usage.csv"))
                    .body("force", equalTo(false))
                    .body("validateOnly", equalTo(false));
        }
    }

    @Test
    void submit_withoutBodyLoadsTheDefaultFile() throws IOException {
        Files.deleteIfExists(input.resolve("usage.csv"));
        given().post("/runs").then().spec(problem(ProblemCode.FILE_NOT_FOUND, "usage.csv"));
        Files.writeString(input.resolve("usage.csv"), RECORD);
        given().post("/runs").then().statusCode(202).body("file.name", equalTo("usage.csv"));
        for (String announced : new String[] {"application/json", "application/x-www-form-urlencoded", "text/plain"}) {
            given().contentType(announced).post("/runs").then().statusCode(202).body("file.name", equalTo("usage.csv"));
        }
    }

    @Test
    void submit_jsonNeedNotBeAnnounced() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(runs)
                .POST(HttpRequest.BodyPublishers.ofString("{\"path\": \"submitted.csv\"}"))
                .build();
        assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()))
                .matches(answer -> answer.statusCode() == 202 && answer.body().contains("submitted.csv"));
    }

    @Test
    void submit_zeroByteFileIsAccepted() throws IOException {
        Files.write(input.resolve("empty.csv"), new byte[0]);
        submitPath("empty.csv").statusCode(202).body("file.sizeBytes", equalTo(0));
    }

    @Test
    void submit_showsTheLimitsItWasGiven() {
        submit("{\"path\": \"submitted.csv\", \"maxRejects\": 7, \"maxRejectRatio\": 0.25}")
                .statusCode(202)
                .body("maxRejects", equalTo(7))
                .body("maxRejectRatio", equalTo(0.25f));
    }

    @Test
    void submit_fileThatIsNotThere() {
        submitPath("never-delivered.csv")
                .spec(problem(ProblemCode.FILE_NOT_FOUND, "never-delivered.csv", "INPUT_DIRS"))
                .body("instance", equalTo("/runs"));
    }

    @Test
    void submit_pathsOutside() throws IOException {
        Path outside = Files.writeString(input.resolveSibling("outside.csv"), RECORD);
        for (Object path :
                new Object[] {"../outside.csv", outside, "/etc/passwd", "/no/such/file", "a/../../outside.csv"}) {
            submitPath(path).spec(problem(ProblemCode.PATH_NOT_ALLOWED));
        }
        Path link = input.resolve("link.csv");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, outside);
        submitPath("link.csv").spec(problem(ProblemCode.PATH_NOT_ALLOWED, "link"));
    }

    @Test
    void submit_encodedTraversalIsNoTraversal() {
        submitPath("%2e%2e%2foutside.csv").spec(problem(ProblemCode.FILE_NOT_FOUND));
        submitPath("..\\u002f..\\u002fetc/passwd").spec(problem(ProblemCode.PATH_NOT_ALLOWED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\\u0000b", "a\\r\\nb", "a\\\\b", "\\\\\\\\host\\\\share", "\\ud800"})
    void submit_textThatIsNoPath(String path) {
        submitPath(path).spec(problem(ProblemCode.INVALID_REQUEST, "path ")).body("errors[0].field", equalTo("path"));
    }

    @Test
    void submit_tooLongPath() {
        submitPath("a".repeat(5_000)).spec(problem(ProblemCode.INVALID_REQUEST, "4096"));
    }

    @Test
    void submit_directory() throws IOException {
        Files.createDirectories(input.resolve("folder"));
        submitPath("folder").spec(problem(ProblemCode.INVALID_REQUEST, "'folder' is a directory"));
    }

    @Test
    void submit_absolutePathInside() {
        submitPath(input.resolve("submitted.csv")).statusCode(202).body("file.name", equalTo("submitted.csv"));
    }
}
