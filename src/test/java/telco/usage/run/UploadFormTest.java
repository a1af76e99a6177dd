package telco.usage.run;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static telco.usage.problem.Problems.problem;
import static telco.usage.run.Uploads.BYTES;
import static telco.usage.run.Uploads.assertNoRun;
import static telco.usage.run.Uploads.file;
import static telco.usage.run.Uploads.loaded;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** A file in a form, as browsers send it. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class UploadFormTest {

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        Uploads.awaitNoneThere();
    }

    private static RequestSpecification form() {
        return given().multiPart("file", "usage.csv", BYTES);
    }

    @Test
    void form_hasOneFile_andFieldsBehindOrBeforeIt() {
        JsonPath run = loaded(given().multiPart("validateOnly", "true")
                .multiPart("anything", "C:\\exports\\march.csv", BYTES)
                .multiPart("maxRejects", "")
                .multiPart("priority", "backfill")
                .post("/runs?force=true")
                .then()
                .body("trigger", equalTo("UPLOAD"))
                .body("file.name", equalTo("march.csv"))
                .body("force", equalTo(true))
                .body("validateOnly", equalTo(true))
                .body("maxRejects", nullValue())
                .body("priority", equalTo("backfill")));
        assertThat(run.getLong("rows.loaded")).as(run.prettify()).isEqualTo(2);
        assertThat(Warehouse.count("public.telco_billings_usage")).isZero();
    }

    @Test
    void formThatIsNotOneFile() {
        given().multiPart("force", "true").post("/runs").then().spec(problem(ProblemCode.INVALID_REQUEST, "has none"));
        form().multiPart("other", "other.csv", BYTES)
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "several"));
        form().multiPart("nonsense", "x")
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "nonsense", "validateOnly"));
        form().multiPart("force", "true")
                .post("/runs?force=true")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "force comes twice"));
        form().multiPart("force", "true")
                .multiPart("force", "true")
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "force must come once"));
        form().multiPart("force", "x".repeat(5_000))
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "force"));
        assertNoRun();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "--b\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.csv\"\r\n\r\n1,2\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.csv\"\r\n\r\n1,2\r\n--b\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\0",
                "--b\r\nX\n\n1,2\r\n--b--\r\n"
            })
    void formThatIsNonsense(String body) {
        file("multipart/form-data; boundary=b", body.getBytes(UTF_8))
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "body"));
        assertNoRun();
    }

    @ParameterizedTest
    @CsvSource({"=?UTF-8?B?A?=, decoded", "LONG, 255"})
    void nameThatCannotBe(String name, String why) {
        given().multiPart("file", name.equals("LONG") ? "n".repeat(256) : name, BYTES)
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "Content-Disposition", why))
                .body("errors[0].field", equalTo("Content-Disposition"));
        assertNoRun();
    }

    @Test
    void formWithoutBoundary() {
        file("multipart/form-data", BYTES)
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "multipart/form-data"));
    }

    @ParameterizedTest
    @MethodSource("telco.usage.run.Uploads#wrongParameters")
    void wrongField_isNamed(String name, String value) {
        form().multiPart(name, value)
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, name + " must be "))
                .body("errors[0].field", equalTo(name));
        assertNoRun();
    }

    @Test
    void emptyFile_isNone() {
        given().multiPart("file", "empty.csv", new byte[0])
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "no byte"));
        assertNoRun();
    }

    @Test
    void packedForm_isNotRead() {
        form().header("Content-Encoding", "gzip")
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "form"));
        assertNoRun();
    }
}
