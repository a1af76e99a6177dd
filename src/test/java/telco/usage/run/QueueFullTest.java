package telco.usage.run;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceContract;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** The limit of the queue holds exactly, however many submit at the same moment. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(QueueFullTest.NobodyWorks.class)
class QueueFullTest {

    /** More than the database has connections, so that callers meet far from the limit and near it. */
    private static final int LIMIT = 300;

    /** A queue out of which nothing goes. */
    public static final class NobodyWorks implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("RUN_QUEUE_LIMIT", String.valueOf(LIMIT), "telco.run.serving", "false");
        }
    }

    /** The audit only grows: what comes behind these is of the test in hand. */
    private long earlierEntries;

    private record Answer(String request, int status, String location, String retryAfter, String body) {
        /** What came of the request: its run, or the status of a refusal. */
        String outcome() {
            return status == 202 ? location : String.valueOf(status);
        }
    }

    @ConfigProperty(name = "UPLOAD_DIR")
    Path folder;

    @TestHTTPResource("/runs")
    URI runs;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void emptyQueue() {
        Warehouse.clear();
        earlierEntries = Warehouse.count("ingest.audit where action = 'SUBMIT'");
        Api.put("usage.csv", "x".getBytes());
    }

    /** All are on their way before the first answer is there. */
    private List<Answer> postAtOnce(Stream<String> keys) {
        List<CompletableFuture<Answer>> answers = keys.map(this::post).toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<Answer> post(String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(runs).POST(HttpRequest.BodyPublishers.ofString("{}"));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(ServiceContract::checked)
                .thenApply(answer -> new Answer(
                        key,
                        answer.statusCode(),
                        answer.headers().firstValue("Location").orElse(null),
                        answer.headers().firstValue("Retry-After").orElse(null),
                        answer.body()));
    }

    private static List<String> locationsInTheTable() {
        return Warehouse.rows("select '/runs/' || id from ingest.run where state = 'QUEUED' order by id");
    }

    private List<String> locationsInTheAudit() {
        return Warehouse.rows("select '/runs/' || run_id from ingest.audit where action = 'SUBMIT' order by id offset "
                + earlierEntries);
    }

    @Test
    void thousandAtOnce_eachIsARunOfItsOwnOrARefusal() {
        List<Answer> answers = postAtOnce(IntStream.range(0, 1_000).mapToObj(i -> null));

        List<Answer> accepted =
                answers.stream().filter(answer -> answer.status() == 202).toList();
        assertThat(accepted)
                .extracting(Answer::location)
                .doesNotHaveDuplicates()
                .hasSize(LIMIT)
                .containsExactlyInAnyOrderElementsOf(locationsInTheTable())
                .containsExactlyInAnyOrderElementsOf(locationsInTheAudit());
        assertThat(answers).filteredOn(answer -> answer.status() != 202).allSatisfy(refused -> {
            assertThat(refused.status()).as(refused.body()).isEqualTo(429);
            assertThat(refused.retryAfter()).matches("[1-9][0-9]*");
            assertThat(refused.body()).contains("QUEUE_FULL", LIMIT + " runs", "RUN_QUEUE_LIMIT");
        });
    }

    @Test
    void eachTwiceAtOnceUnderOneKey_isOneRunForEachKey() {
        List<Answer> answers =
                postAtOnce(IntStream.range(0, 500).boxed().flatMap(i -> Stream.of("twice-" + i, "twice-" + i)));

        Map<String, Set<String>> outcomes =
                answers.stream().collect(groupingBy(Answer::request, mapping(Answer::outcome, toSet())));
        assertThat(outcomes.values()).allSatisfy(outcome -> assertThat(outcome).hasSize(1));
        assertThat(outcomes.values().stream().flatMap(Set::stream).filter(outcome -> !outcome.equals("429")))
                .hasSize(LIMIT)
                .containsExactlyInAnyOrderElementsOf(locationsInTheTable())
                .containsExactlyInAnyOrderElementsOf(locationsInTheAudit());
    }

    @Test
    void fullQueue_knowsTheKeysThatItHas_andUsesUpNoOther() {
        List<Answer> accepted = postAtOnce(IntStream.range(0, LIMIT).mapToObj(i -> "full-" + i));
        assertThat(accepted).extracting(Answer::status).containsOnly(202);
        assertThat(post("full-7").join().location()).isEqualTo(accepted.get(7).location());
        assertThat(post("one more").join().status()).isEqualTo(429);

        Warehouse.execute("update ingest.run set state = 'CANCELLED' where idempotency_key = 'full-0'");

        assertThat(post("one more").join().status()).isEqualTo(202);
        assertThat(post("yet another").join().status()).isEqualTo(429);
        assertThat(locationsInTheTable()).hasSize(LIMIT);
    }

    @Test
    void upload_staysWhileItsRunWaits_andIsRefusedUnreadWhenTheQueueIsFull() throws IOException {
        int id = given().header("Content-Type", "text/csv")
                .body("1,2\n".getBytes())
                .post("/runs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        Path file = Path.of(Warehouse.rows("select file_path from ingest.run").get(0));
        assertThat(file).hasParentRaw(folder).hasContent("1,2\n");
        postAtOnce(IntStream.range(1, LIMIT).mapToObj(i -> null));

        try (Socket caller = new Socket(runs.getHost(), runs.getPort())) {
            caller.setSoTimeout(10_000);
            caller.getOutputStream()
                    .write(("POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nConnection: close\r\n"
                                    + "Expect: 100-continue\r\nContent-Length: 1000000\r\n\r\n")
                            .getBytes());
            assertThat(new String(caller.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 429");
        }

        given().post("/runs/" + id + "/cancel").then().statusCode(202);
        assertThat(file).doesNotExist();
    }
}
