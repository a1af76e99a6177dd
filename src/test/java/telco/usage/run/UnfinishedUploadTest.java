package telco.usage.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.matchesPattern;
import static telco.usage.problem.Problems.problem;
import static telco.usage.run.Uploads.BYTES;
import static telco.usage.run.Uploads.FILE;
import static telco.usage.run.Uploads.assertNoRun;
import static telco.usage.run.Uploads.awaitNoneThere;
import static telco.usage.run.Uploads.file;
import static telco.usage.run.Uploads.filesThere;
import static telco.usage.run.Uploads.folder;
import static telco.usage.run.Uploads.loaded;
import static telco.usage.testing.SlowCallers.goOn;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
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
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.SmallDisk;
import telco.usage.testing.Warehouse;

/** Uploads that are not received to their end, and what is left of those whose process died. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class UnfinishedUploadTest {

    @TestHTTPResource("/runs")
    URI runs;

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        awaitNoneThere();
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
        return begin("/runs", type, start);
    }

    private Socket begin(String address, String headers, String start) throws IOException {
        Socket caller = new Socket(runs.getHost(), runs.getPort());
        caller.setSoTimeout(20_000);
        caller.getOutputStream()
                .write(("POST " + address + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + headers
                                + "\r\nContent-Length: 1000000\r\n\r\n" + start)
                        .getBytes(UTF_8));
        return caller;
    }

    static Stream<Arguments> namesThatCannotBe() {
        String tooLong = "n".repeat(256);
        return Stream.of(
                Arguments.of("/runs?fileName=" + tooLong, "text/csv"),
                Arguments.of("/runs", "text/csv\r\nContent-Disposition: attachment; filename=" + tooLong),
                Arguments.of("/runs", "text/csv\r\nContent-Disposition: attachment; filename=\"=?UTF-8?B?A?=\""));
    }

    @ParameterizedTest
    @MethodSource("namesThatCannotBe")
    void nameThatCannotBe_isSaidBeforeTheBodyIsRead(String address, String headers) throws IOException {
        try (Socket caller = begin(address, headers, "")) {
            assertThat(new BufferedReader(new InputStreamReader(caller.getInputStream(), UTF_8)).readLine())
                    .startsWith("HTTP/1.1 400");
        }
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
        awaitNoneThere();
        assertNoRun();
    }

    @Test
    void moreUploadsThanMayBe_areRefused_andFreeTheirPlacesWhenTheyEnd() throws IOException {
        List<Socket> callers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            callers.add(begin("text/csv", FILE));
        }
        await().until(() -> goOn(callers) && filesThere().size() == 3);
        CompletableFuture<Response> further =
                CompletableFuture.supplyAsync(() -> file("text/csv", BYTES).post("/runs"));
        await().until(() -> goOn(callers) && further.isDone());
        further.join()
                .then()
                .spec(problem(ProblemCode.TOO_MANY_UPLOADS, "UPLOAD_CONCURRENCY"))
                .header("Retry-After", matchesPattern("[1-9][0-9]*"));
        assertNoRun();
        for (Socket caller : callers) {
            caller.close();
        }
        awaitNoneThere();
        loaded(file("text/csv", BYTES).post("/runs").then());
    }

    /** The server itself hangs up without a word when nothing comes for so long: that is not to be sooner than needed. */
    @Test
    void whatIsWaitedForAnUpload_isOursToSay() {
        Config config = ConfigProvider.getConfig();
        assertThat(config.getValue("quarkus.http.read-timeout", Duration.class))
                .isEqualTo(config.getValue("quarkus.http.idle-timeout", Duration.class));
    }

    @Test
    void fullDisk_isSaid_andNothingIsKept() throws IOException {
        Files.createDirectories(folder());
        try (SmallDisk disk = SmallDisk.mount(folder(), 128 * 1024)) {
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
        Path folder = Files.createDirectories(folder());
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

    /** As after a step of the clock. */
    @Test
    void fileThatIsBeingReceived_staysHoweverOldItLooks() throws IOException {
        try (Socket caller = begin("text/csv", FILE)) {
            await().until(() -> filesThere().size() == 1);
            Path received = filesThere().get(0);
            FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
            Files.setLastModifiedTime(received, old);
            // When the second has gone, somebody has looked at all files since the first went.
            for (String name : List.of("upload-1.csv", "upload-2.csv")) {
                Path abandoned = Files.createFile(folder().resolve(name));
                Files.setLastModifiedTime(abandoned, old);
                await().until(() -> goOn(List.of(caller)) && Files.notExists(abandoned));
            }
            assertThat(received).exists();
        }
    }
}
