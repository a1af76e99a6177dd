package telco.usage.run;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static telco.usage.problem.Problems.problem;
import static telco.usage.run.Uploads.BYTES;
import static telco.usage.run.Uploads.assertNoRun;
import static telco.usage.run.Uploads.awaitNoneThere;
import static telco.usage.run.Uploads.file;
import static telco.usage.run.Uploads.loaded;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.Api;
import telco.usage.testing.Packed;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** A file as the body of a request: all of it becomes a run, or nothing of it is kept. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class UploadTest {

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        awaitNoneThere();
    }

    @Test
    void file_isLoaded() {
        JsonPath run = loaded(file("text/csv; charset=utf-8", BYTES)
                .post("/runs?fileName=usage.csv&priority=high&maxRejects=3&maxRejectRatio=0.25")
                .then()
                .header("Location", matchesPattern("/runs/[0-9]+"))
                .header("Retry-After", matchesPattern("[1-9][0-9]*"))
                .body("trigger", equalTo("UPLOAD"))
                .body("file.name", equalTo("usage.csv"))
                .body("file.sizeBytes", equalTo(BYTES.length))
                .body("priority", equalTo("high"))
                .body("maxRejects", equalTo(3))
                .body("maxRejectRatio", equalTo(0.25f)));
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("SUCCEEDED");
        assertThat(run.getLong("rows.loaded")).isEqualTo(2);
    }

    static Stream<Arguments> packed() {
        return Stream.of(
                Arguments.of("application/gzip", null, Packed.gzip(BYTES)),
                Arguments.of("text/csv", "gzip", Packed.gzip(BYTES)),
                Arguments.of("text/csv", "zstd", Packed.zstd(BYTES)),
                Arguments.of("application/zip", null, Packed.zip("inside.csv", BYTES)));
    }

    @ParameterizedTest
    @MethodSource("packed")
    void packedFile_isUnpackedByTheLoad(String type, String encoding, byte[] content) {
        RequestSpecification request = file(type, content);
        if (encoding != null) {
            request.header("Content-Encoding", encoding);
        }
        JsonPath run = loaded(request.post("/runs").then());
        assertThat(run.getLong("rows.loaded")).as(run.prettify()).isEqualTo(2);
        assertThat(run.getLong("file.sizeBytes")).isEqualTo(content.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "../../etc/usage.csv | | usage.csv",
                "/ | | upload.csv",
                ".. | | upload.csv",
                "'a\r\nb\t\u202ec.csv' | | abc.csv",
                "M\u00e4rz 1.csv | | M\u00e4rz 1.csv",
                " | attachment; filename=\"week 9.csv\" | week 9.csv",
                " | attachment; filename*=UTF-8''M%C3%A4rz.csv | M\u00e4rz.csv",
                " | attachment; filename*=nonsense''%zz | nonsense''%zz",
                "query.csv | attachment; filename=header.csv | query.csv"
            })
    void name_isALabelWithoutFolders(String parameter, String disposition, String expected) {
        RequestSpecification request = file("text/csv", BYTES);
        if (parameter != null) {
            request.queryParam("fileName", parameter);
        }
        if (disposition != null) {
            request.header("Content-Disposition", disposition);
        }
        loaded(request.post("/runs?validateOnly=true").then().body("file.name", equalTo(expected)));
    }

    @ParameterizedTest
    @MethodSource("telco.usage.run.Uploads#wrongParameters")
    void wrongParameter_isNamed(String name, String value) {
        file("text/csv", BYTES)
                .queryParam(name, value)
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, name + " must be "))
                .body("errors[0].field", equalTo(name));
        assertNoRun();
    }

    @Test
    void tooLongName() {
        file("text/csv", BYTES)
                .post("/runs?fileName=" + "n".repeat(256))
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "fileName", "255"));
        assertNoRun();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=?UTF-8?B?A?=", "=?UTF-8?B?QUJD=QQ?=", "=?UTF-8?B?QUJDA===?="})
    void nameThatCannotBeDecoded(String name) {
        file("text/csv", BYTES)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "Content-Disposition", "decoded", "fileName"))
                .body("errors[0].field", equalTo("Content-Disposition"));
        assertNoRun();
    }

    @Test
    void emptyFile_isNone() {
        file("text/csv", new byte[0]).post("/runs").then().spec(problem(ProblemCode.INVALID_REQUEST, "no byte"));
        assertNoRun();
    }

    @Test
    void packingThatNobodyReads() {
        file("text/csv", BYTES)
                .header("Content-Encoding", "br")
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "gzip"));
        assertNoRun();
    }

    @Test
    void parametersOfUploads_areNotForRequestsThatNameAFile() {
        Api.put("usage.csv", BYTES);
        given().post("/runs?force=true").then().spec(problem(ProblemCode.INVALID_REQUEST, "force", "JSON"));
        assertNoRun();
    }

    @Test
    void repeatedUpload_isTheSameRun_andAnotherFileUnderItsKeyIsRefused() {
        Map<String, String> key = Map.of("Idempotency-Key", "upload");
        int id = file("text/csv", BYTES)
                .headers(key)
                .post("/runs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        Api.finished(id);

        file("text/csv", BYTES)
                .headers(key)
                .post("/runs?force=false")
                .then()
                .statusCode(202)
                .header("Location", equalTo("/runs/" + id))
                .header("Idempotency-Replayed", equalTo("true"));
        for (String parameter : List.of("force=true", "fileName=other.csv")) {
            file("text/csv", BYTES)
                    .headers(key)
                    .post("/runs?" + parameter)
                    .then()
                    .spec(problem(ProblemCode.IDEMPOTENCY_KEY_REUSED));
        }
        file("text/csv", "x".getBytes(UTF_8))
                .headers(key)
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.IDEMPOTENCY_KEY_REUSED));
        assertThat(Warehouse.count("ingest.run")).isEqualTo(1);
    }
}
