package telco.usage.suspense;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static telco.usage.problem.Problems.problem;
import static telco.usage.testing.SlowCallers.goOn;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
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
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Requests for a replay: one replay for each key, and nothing of one that is refused. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class ReplayRequestTest extends RejectedUsage {

    private static final FileTime TWO_HOURS_AGO = FileTime.from(Instant.now().minus(Duration.ofHours(2)));

    @Test
    void repeatedRequest_isTheSameReplay() {
        int run = load();
        String corrected = "4" + NO_CUSTOMER;
        int replay = keyed(run, "?reason=MISSING_CUSTOMER_ID", corrected)
                .statusCode(202)
                .extract()
                .path("id");
        Api.finished(replay);

        keyed(run, "?reason=MISSING_CUSTOMER_ID", corrected)
                .statusCode(202)
                .header("Location", equalTo("/runs/" + replay))
                .header("Idempotency-Replayed", equalTo("true"));
        keyed(run, "", corrected).spec(problem(ProblemCode.IDEMPOTENCY_KEY_REUSED, "run " + replay));
        keyed(run, "?reason=MISSING_CUSTOMER_ID", "5" + NO_CUSTOMER)
                .spec(problem(ProblemCode.IDEMPOTENCY_KEY_REUSED, "run " + replay));
        assertThat(Warehouse.count("ingest.run")).isEqualTo(2);
        assertThat(customers()).containsExactly("1", "2", "4");
    }

    private static ValidatableResponse keyed(int run, String selection, String corrected) {
        return given().header("Idempotency-Key", "replay of " + run)
                .contentType("text/csv")
                .body(corrected.getBytes(UTF_8))
                .post("/runs/" + run + "/replay" + selection)
                .then();
    }

    @Test
    void wrongRequests_changeNothing() {
        int run = load();
        replay(run, "?reason=nonsense", null).spec(problem(ProblemCode.INVALID_REQUEST, "reason"));
        replay(2_000_000_000, "", null).spec(problem(ProblemCode.RUN_NOT_FOUND));
        given().contentType("application/json")
                .body("{}")
                .post("/runs/" + run + "/replay")
                .then()
                .spec(problem(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "text/csv"));
        given().contentType("text/csv")
                .body(new byte[0])
                .post("/runs/" + run + "/replay")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "empty"));
        assertThat(states(run)).allMatch(state -> state.endsWith("|OPEN|||"));
        assertThat(Warehouse.count("ingest.run")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bodyThatIsTooLarge_isNotKept(boolean announced) throws IOException, InterruptedException {
        int run = load();
        byte[] body = new byte[(int) mostBytes() + 1];
        BodyPublisher publisher = announced
                ? BodyPublishers.ofByteArray(body)
                : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        RestAssured.baseURI + ":" + RestAssured.port + "/runs/" + run + "/replay"))
                                .version(HttpClient.Version.HTTP_1_1)
                                .timeout(Duration.ofSeconds(30))
                                .header("Content-Type", "text/csv")
                                .POST(publisher)
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("PAYLOAD_TOO_LARGE");
        assertThat(Warehouse.count("ingest.run")).isEqualTo(1);
    }

    private static long mostBytes() {
        return ConfigProvider.getConfig()
                .getValue("telco.upload.max-size", MemorySize.class)
                .asLongValue();
    }

    @Test
    void replaysWithAFileBeyondThoseThatMayBeReceived_areRefusedBeforeTheirFirstByte() throws IOException {
        int run = load();
        List<Socket> callers = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                callers.add(begin(run, NO_CUSTOMER));
            }
            await().until(() -> goOn(callers) && files().size() == 3);
            try (Socket further = begin(run, "")) {
                await().until(() -> goOn(callers) && further.getInputStream().available() > 0);
                assertThat(new BufferedReader(new InputStreamReader(further.getInputStream(), UTF_8)).readLine())
                        .startsWith("HTTP/1.1 429");
            }
        } finally {
            for (Socket caller : callers) {
                caller.close();
            }
        }
        await().until(() -> files().isEmpty());
        assertThat(Warehouse.count("ingest.run")).isEqualTo(1);
    }

    /** Sends the head of a request and the start of its body. */
    private static Socket begin(int run, String start) throws IOException {
        Socket caller = new Socket("localhost", RestAssured.port);
        caller.getOutputStream()
                .write(("POST /runs/" + run + "/replay HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
                                + "Content-Length: 1000\r\n\r\n" + start)
                        .getBytes(UTF_8));
        return caller;
    }

    /** The database may have kept the run, and only its answer got lost: then the run needs the file. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "4" + NO_CUSTOMER)
    void databaseThatGoesAwayAtTheEnd_costsNoFile(String corrected) throws IOException {
        int run = load();
        Warehouse.execute("""
                create function ingest.go_away() returns trigger language plpgsql as $$
                begin
                    raise exception 'gone away on purpose' using errcode = '57P01';
                end
                $$;
                create constraint trigger go_away after insert on ingest.run deferrable initially deferred
                    for each row execute function ingest.go_away()
                """);
        try {
            replay(run, "", corrected)
                    .spec(problem(ProblemCode.DATABASE_UNAVAILABLE, "same Idempotency-Key", "may have been made"))
                    .header("Retry-After", equalTo("5"));
        } finally {
            Warehouse.execute("drop function ingest.go_away() cascade");
        }
        assertThat(files()).hasSize(1).allSatisfy(file -> assertThat(file).isNotEmptyFile());
        Files.setLastModifiedTime(files().get(0), TWO_HOURS_AGO);
        await().until(() -> isEmpty(directory()));
    }

    private static List<Path> files() throws IOException {
        if (!Files.isDirectory(directory())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory())) {
            return files.toList();
        }
    }

    @Test
    void filesOfADeadProcess_areRemovedUnlessARunNeedsThem() throws IOException {
        Path folder = Files.createDirectories(directory());
        Path needed = folder.resolve("run-1-rejects-1.csv");
        Warehouse.execute("""
                insert into ingest.run
                    (state, trigger, file_name, file_path, size_bytes, force, validate_only, requested_at, available_at)
                values ('QUEUED', 'REPLAY', 'usage.csv', '%s', 1, false, false, now() - interval '40 days', 'infinity')
                """.formatted(needed));
        Path fresh = folder.resolve("run-1-rejects-2.csv");
        Path abandoned = folder.resolve("run-1-rejects-3.csv");
        for (Path file : List.of(needed, fresh, abandoned)) {
            Files.writeString(file, GOOD);
        }
        Files.setLastModifiedTime(needed, FileTime.from(Instant.now().minus(Duration.ofDays(40))));
        Files.setLastModifiedTime(abandoned, TWO_HOURS_AGO);
        await().until(() -> Files.notExists(abandoned));
        assertThat(needed).exists();
        assertThat(fresh).exists();
        Files.delete(needed);
        Files.delete(fresh);
        Warehouse.clear();
    }

    @Test
    void bodyThatBreaksOff_isNotKept() throws IOException {
        int run = load();
        Socket caller = begin(run, NO_CUSTOMER);
        await().until(() -> !isEmpty(directory()));
        caller.close();
        await().until(() -> isEmpty(directory()));
        assertThat(Warehouse.count("ingest.run")).isEqualTo(1);
        assertThat(states(run)).allMatch(state -> state.endsWith("|OPEN|||"));
    }
}
