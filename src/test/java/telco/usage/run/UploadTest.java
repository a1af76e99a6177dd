package telco.usage.run;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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
import telco.usage.testing.SmallDisk;
import telco.usage.testing.Warehouse;

/** A file as the body of a request: all of it becomes a run, or nothing of it is kept. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class UploadTest {

    private static final String FILE = """
            1,2026-03-01T10:00:00.000Z,DATA,1,0,0,5.25,0.5,2026-03
            2,2026-03-01T11:00:00.000Z,SMS,2,0,0,1,0,2026-03
            """;
    private static final byte[] BYTES = FILE.getBytes(UTF_8);

    @TestHTTPResource("/runs")
    URI runs;

    @ConfigProperty(name = "UPLOAD_DIR")
    Path folder;

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        await().untilAsserted(() -> assertThat(filesThere()).isEmpty());
    }

    private List<Path> filesThere() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static RequestSpecification file(String type, byte[] content) {
        return given().header("Content-Type", type).body(content);
    }

    private static RequestSpecification form() {
        return given().multiPart("file", "usage.csv", BYTES);
    }

    private static JsonPath loaded(ValidatableResponse answer) {
        return Api.finished(answer.statusCode(202).extract().path("id"));
    }

    private static void assertNoRun() {
        assertThat(Warehouse.count("ingest.run")).isZero();
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
    @CsvSource({
        "force, yes",
        "validateOnly, 1",
        "maxRejects, -1",
        "maxRejects, 1.5",
        "maxRejectRatio, 1.01",
        "maxRejectRatio, 1e-1",
        "priority, urgent"
    })
    void wrongParameter_isNamed(String name, String value) {
        file("text/csv", BYTES)
                .queryParam(name, value)
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, name + " must be "))
                .body("errors[0].field", equalTo(name));
        form().multiPart(name, value)
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

    @Test
    void formWithoutBoundary() {
        file("multipart/form-data", BYTES)
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "multipart/form-data"));
    }

    @Test
    void emptyFile_isNone() {
        file("text/csv", new byte[0]).post("/runs").then().spec(problem(ProblemCode.INVALID_REQUEST, "no byte"));
        given().multiPart("file", "empty.csv", new byte[0])
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "no byte"));
        assertNoRun();
    }

    @Test
    void packingThatNobodyReads() {
        file("text/csv", BYTES)
                .header("Content-Encoding", "br")
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "gzip"));
        form().header("Content-Encoding", "gzip")
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "form"));
        assertNoRun();
    }

    @Test
    void parametersOfUploads_areNotForRequestsThatNameAFile() {
        Api.put("usage.csv", BYTES);
        given().post("/runs?force=true").then().spec(problem(ProblemCode.INVALID_REQUEST, "force", "JSON"));
        assertNoRun();
    }

    @ParameterizedTest
    @CsvSource({"true, text/csv", "false, text/csv", "false, multipart/form-data; boundary=b"})
    void tooLargeFile_isNotKept(boolean announced, String type) throws IOException, InterruptedException {
        byte[] body = ("--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.csv\"\r\n\r\n"
                        + "x".repeat(2_097_153))
                .getBytes(UTF_8);
        BodyPublisher publisher = announced
                ? BodyPublishers.ofByteArray(body)
                : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(runs)
                                .version(HttpClient.Version.HTTP_1_1)
                                .timeout(Duration.ofSeconds(30))
                                .header("Content-Type", type)
                                .POST(publisher)
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("PAYLOAD_TOO_LARGE");
        assertNoRun();
    }

    /** Sends the head of a request and the start of its body. */
    private Socket begin(String type, String start) throws IOException {
        Socket caller = new Socket(runs.getHost(), runs.getPort());
        caller.getOutputStream()
                .write(("POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                                + "\r\nContent-Length: 1000000\r\n\r\n" + start)
                        .getBytes(UTF_8));
        return caller;
    }

    @ParameterizedTest
    @CsvSource({
        "text/csv, ''",
        "multipart/form-data; boundary=b, '--b\r\nContent-Disposition: form-data; name=f; filename=a\r\n\r\n'"
    })
    void fileThatBreaksOff_isNotKept(String type, String start) throws IOException {
        Socket caller = begin(type, start + FILE);
        await().until(() -> filesThere().size() == 1);
        caller.close();
        await().until(() -> filesThere().isEmpty());
        assertNoRun();
    }

    @Test
    void moreUploadsThanMayBe_areRefused_andFreeTheirPlacesWhenTheyEnd() throws IOException {
        List<Socket> callers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            callers.add(begin("text/csv", FILE));
        }
        await().until(() -> filesThere().size() == 3);
        file("text/csv", BYTES)
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.TOO_MANY_UPLOADS, "UPLOAD_CONCURRENCY"))
                .header("Retry-After", matchesPattern("[1-9][0-9]*"));
        assertNoRun();
        for (Socket caller : callers) {
            caller.close();
        }
        await().until(() -> filesThere().isEmpty());
        loaded(file("text/csv", BYTES).post("/runs").then());
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

    @Test
    void fullDisk_isSaid_andNothingIsKept() throws IOException {
        Files.createDirectories(folder);
        try (SmallDisk disk = SmallDisk.mount(folder, 128 * 1024)) {
            file("text/csv", new byte[1_000_000])
                    .post("/runs")
                    .then()
                    .spec(problem(ProblemCode.STORAGE_UNAVAILABLE, "UPLOAD_DIR"))
                    .header("Retry-After", matchesPattern("[1-9][0-9]*"));
            assertThat(disk.path()).isEmptyDirectory();
        }
        assertNoRun();
    }

    @Test
    void filesOfADeadProcess_areRemovedUnlessARunNeedsThem() throws IOException {
        Files.createDirectories(folder);
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
        Path needed = folder.resolve("upload-1.csv");
        Warehouse.execute("""
                insert into ingest.run
                    (state, trigger, file_name, file_path, size_bytes, force, validate_only, requested_at, available_at)
                values ('QUEUED', 'UPLOAD', 'usage.csv', '%s', 1, false, false, now(), 'infinity')
                """.formatted(needed));
        Path fresh = folder.resolve("upload-2.csv");
        Path strange = folder.resolve("notes.csv");
        Path abandoned = folder.resolve("upload-3.csv");
        for (Path file : List.of(needed, fresh, strange, abandoned)) {
            Files.writeString(file, FILE);
            if (file != fresh) {
                Files.setLastModifiedTime(file, old);
            }
        }
        await().until(() -> Files.notExists(abandoned));
        assertThat(filesThere()).containsExactlyInAnyOrder(needed, fresh, strange);
        for (Path file : filesThere()) {
            Files.delete(file);
        }
    }
}
