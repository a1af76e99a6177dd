package telco.usage.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Who has a file loaded is in the audit: once for each run, and not for a request that makes none. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class SubmissionAuditTest {

    @BeforeEach
    void file() {
        Api.put("audited.csv", Uploads.BYTES);
    }

    private static RequestSpecification anna() {
        return given().header("X-Actor", "anna");
    }

    private static RequestSpecification json(String body) {
        return anna().contentType(ContentType.JSON).body(body);
    }

    private static int submitted(RequestSpecification request) {
        return submitted(request, "/runs");
    }

    private static int submitted(RequestSpecification request, String address) {
        int id = request.post(address).then().statusCode(202).extract().path("id");
        Api.finished(id);
        return id;
    }

    private static List<String> audited(int run) {
        return given().get("/audit?runId=" + run)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("entries.collect { it.actor + '|' + it.action + '|' + it.detail }");
    }

    @Test
    void fileThatIsNamed() {
        assertThat(audited(submitted(json("{\"path\": \"audited.csv\"}"))))
                .containsExactly("anna|SUBMIT|audited.csv is to be loaded");
    }

    @Test
    void fileThatIsUploaded() {
        RequestSpecification upload = anna().contentType("text/csv").body(Uploads.BYTES);
        assertThat(audited(submitted(upload, "/runs?fileName=sent.csv")))
                .containsExactly("anna|SUBMIT|sent.csv is to be loaded");
    }

    @Test
    void fileThatIsUploadedInAForm() {
        assertThat(audited(submitted(anna().multiPart("file", "form.csv", Uploads.BYTES))))
                .containsExactly("anna|SUBMIT|form.csv is to be loaded");
    }

    @Test
    void fileThatIsOnlyChecked() {
        assertThat(audited(submitted(json("{\"path\": \"audited.csv\", \"validateOnly\": true}"))))
                .containsExactly("anna|SUBMIT|audited.csv is to be checked, and not loaded");
    }

    @Test
    void fileThatIsForced_isOneEntryToo() {
        assertThat(audited(submitted(json("{\"path\": \"audited.csv\", \"force\": true}"))))
                .containsExactly("anna|FORCE|audited.csv is to be loaded even if its content was loaded before");
    }

    @Test
    void requestThatIsRepeated_isAuditedOnce() {
        String key = UUID.randomUUID().toString();
        int run = submitted(json("{\"path\": \"audited.csv\"}").header(RequestKey.HEADER, key));
        long entries = Warehouse.count("ingest.audit");

        assertThat(submitted(given().header(RequestKey.HEADER, key)
                        .header("X-Actor", "bert")
                        .contentType(ContentType.JSON)
                        .body("{\"path\": \"audited.csv\"}")))
                .isEqualTo(run);

        assertThat(Warehouse.count("ingest.audit")).isEqualTo(entries);
        assertThat(audited(run)).hasSize(1);
    }

    @Test
    void requestThatIsRefused_isNotAudited() {
        String key = UUID.randomUUID().toString();
        int run = submitted(json("{\"path\": \"audited.csv\"}").header(RequestKey.HEADER, key));
        long entries = Warehouse.count("ingest.audit");

        json("{\"path\": \"audited.csv\", \"force\": true}")
                .header(RequestKey.HEADER, key)
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.IDEMPOTENCY_KEY_REUSED));
        json("{\"path\": \"missing.csv\"}").post("/runs").then().spec(problem(ProblemCode.FILE_NOT_FOUND));
        anna().contentType("text/csv").body("").post("/runs").then().spec(problem(ProblemCode.INVALID_REQUEST));

        assertThat(Warehouse.count("ingest.audit")).isEqualTo(entries);
        assertThat(audited(run)).hasSize(1);
    }
}
