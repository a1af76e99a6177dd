package telco.usage.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.ServiceContract;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Whoever wants to know of a run need neither get the same again nor ask again and again. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class RunWaitingTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Duration LONGER_THAN_ANY_WAIT = Duration.ofSeconds(90);

    @Inject
    RunFixture fixture;

    @Inject
    RunWatch watch;

    @TestHTTPResource
    URI service;

    private int running() {
        return fixture.run(RunState.RUNNING, RunTrigger.API);
    }

    /** As another instance does it. */
    private static void change(int run, String what) {
        Warehouse.execute("update ingest.run set " + what + " where id = " + run);
    }

    private static String tag(String address) {
        return given().get(address)
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-cache"))
                .extract()
                .header("ETag");
    }

    private CompletableFuture<HttpResponse<String>> ask(String address, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve(address)).timeout(LONGER_THAN_ANY_WAIT);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(ServiceContract::checked);
    }

    private void awaitWaiting(int count) {
        await().until(() -> watch.waiting(LongPoll.class) == count);
    }

    @Test
    void unchangedRun_is304WithoutABody() {
        int run = fixture.finishedRun();
        for (String address : List.of("/runs/" + run, "/runs/" + run + "/result")) {
            String tag = tag(address);
            assertThat(tag).matches("\"[0-9a-f]{32}\"");
            for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
                given().header("If-None-Match", known)
                        .get(address)
                        .then()
                        .statusCode(304)
                        .header("ETag", equalTo(tag))
                        .header("Content-Type", nullValue())
                        .body(emptyString());
            }
            given().header("If-None-Match", "\"other\"").get(address).then().statusCode(200);
            given().header("If-None-Match", "\"other\"")
                    .header("If-None-Match", tag)
                    .get(address)
                    .then()
                    .statusCode(304);
        }
    }

    @Test
    void everyChange_changesTheTag() {
        int run = fixture.finishedRun();
        String before = tag("/runs/" + run);
        fixture.fail(run);
        assertThat(tag("/runs/" + run)).isNotEqualTo(before);
        assertThat(tag("/runs/" + fixture.finishedRun())).isNotEqualTo(before);
    }

    @Test
    void runAtWork_isTheSameUntilItsWorkerTellsMore() {
        int run = running();
        Warehouse.execute("insert into ingest.run_step (run_id, name, state, started_at) values (" + run
                + ", 'LOAD', 'RUNNING', clock_timestamp() - interval '1 minute')");
        change(run, "started_at = clock_timestamp() - interval '1 minute', heartbeat_at = clock_timestamp()");
        String before = tag("/runs/" + run);
        assertThat(tag("/runs/" + run)).isEqualTo(before);
        change(run, "heartbeat_at = heartbeat_at + interval '1 second'");
        assertThat(tag("/runs/" + run)).isNotEqualTo(before);
        fixture.end(run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/result"})
    void wait_lastsUntilTheRunIsDone(String address) {
        int run = running();
        CompletableFuture<HttpResponse<String>> answer = ask("/runs/" + run + address + "?wait=60s");
        awaitWaiting(1);
        change(run, "bytes_read = 1");
        change(run, "state = 'SUCCEEDED'");
        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(answer.join().headers().firstValue("ETag")).hasValue(tag("/runs/" + run));
        assertThat(JsonPath.from(answer.join().body()).getBoolean("done")).isTrue();
    }

    @Test
    void waitForMoreThanIsKnown_lastsUntilSomethingIsDifferent() {
        int run = running();
        String known = tag("/runs/" + run);
        CompletableFuture<HttpResponse<String>> answer = ask("/runs/" + run + "?wait=60s", "If-None-Match", known);
        awaitWaiting(1);
        change(run, "bytes_read = 100");
        JsonPath changed = JsonPath.from(answer.join().body());
        assertThat(changed.getLong("progress.bytesRead")).isEqualTo(100);
        assertThat(changed.getBoolean("done")).isFalse();
        fixture.end(run);
    }

    @Test
    void waitForMoreThanIsKnown_alsoWhenTheRunIsDone() {
        int run = fixture.finishedRun();
        CompletableFuture<HttpResponse<String>> answer =
                ask("/runs/" + run + "/result?wait=60", "If-None-Match", tag("/runs/" + run));
        awaitWaiting(1);
        change(run, "state = 'REVERTED'");
        assertThat(JsonPath.from(answer.join().body()).getString("state")).isEqualTo("REVERTED");
    }

    @Test
    void waitThatIsOver_getsTheRunAsItStands() {
        int run = running();
        String tag = tag("/runs/" + run);
        given().get("/runs/" + run + "?wait=100ms").then().statusCode(200).body("done", equalTo(false));
        given().header("If-None-Match", tag)
                .get("/runs/" + run + "?wait=100ms")
                .then()
                .statusCode(304);
        given().get("/runs/" + run + "/result?wait=100ms")
                .then()
                .spec(problem(ProblemCode.RUN_NOT_DONE, "RUNNING"))
                .header("Retry-After", matchesPattern("[1-9][0-9]*"));
        fixture.end(run);
    }

    /** Long before the time is over that they could wait. */
    @Test
    @Timeout(50)
    void nothingToWaitFor_isAnsweredAtOnce() {
        int run = fixture.finishedRun();
        given().get("/runs/" + run + "?wait=60s").then().statusCode(200);
        given().get("/runs/" + run + "/result?wait=60s").then().statusCode(200);
        given().header("If-None-Match", "\"other\"")
                .get("/runs/" + run + "?wait=60s")
                .then()
                .statusCode(200);
        given().get("/runs/4711000?wait=60s").then().spec(problem(ProblemCode.RUN_NOT_FOUND));
        int atWork = running();
        for (String address : List.of("/runs/" + run, "/runs/" + run + "/result", "/runs/" + atWork)) {
            given().header("If-None-Match", "*")
                    .get(address + "?wait=60s")
                    .then()
                    .statusCode(304);
        }
        fixture.end(atWork);
    }

    @ParameterizedTest
    @ValueSource(strings = {"61s", "61", "60001ms", "-1", "1m", "PT30S", "1.5s", "s", "30 s", "99999999999s", "%00"})
    void waitThatIsNone(String wait) {
        for (String address : List.of("/runs/1", "/runs/1/result")) {
            given().urlEncodingEnabled(false)
                    .get(address + "?wait=" + wait.replace(" ", "%20"))
                    .then()
                    .spec(problem(ProblemCode.INVALID_REQUEST, "wait"))
                    .body("errors[0].field", equalTo("wait"));
        }
    }

    /** More than there are threads and connections; and one more than may wait need not. */
    @Test
    void manyWhoWait_keepNobodyFromAnswers() {
        int most = ConfigProvider.getConfig().getValue("telco.watch.most-waiting", Integer.class);
        assertThat(most)
                .isGreaterThan(ConfigProvider.getConfig().getValue("quarkus.thread-pool.max-threads", Integer.class));
        int run = running();
        int tooMany = 5;
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, most + tooMany)
                .mapToObj(i -> ask("/runs/" + run + "?wait=60s"))
                .toList();
        await().until(() -> answers.stream().filter(CompletableFuture::isDone).count() == tooMany);
        awaitWaiting(most);
        given().get("/runs/" + run).then().statusCode(200);
        change(run, "state = 'SUCCEEDED'");
        Stream<Boolean> done = answers.stream()
                .map(CompletableFuture::join)
                .map(answer -> JsonPath.from(answer.body()).getBoolean("done"));
        assertThat(done.filter(Boolean::booleanValue)).hasSize(most);
    }

    /** As an older instance meets what a newer one has written. */
    @Test
    void runThatCannotBeRead_endsTheWaitForItAndForNoOther() {
        int unreadable = running();
        int other = running();
        CompletableFuture<HttpResponse<String>> answer = ask("/runs/" + unreadable + "?wait=60s");
        CompletableFuture<HttpResponse<String>> otherAnswer = ask("/runs/" + other + "?wait=60s");
        try (EventStream stream = EventStream.open(service.resolve("/runs/" + unreadable + "/events"))) {
            stream.next();
            awaitWaiting(2);
            change(unreadable, "error_code = 'OF_A_NEWER_VERSION', error_message = 'Nothing.'");
            assertThat(answer.join().statusCode()).isEqualTo(500);
            assertThat(answer.join().body()).contains(ProblemCode.INTERNAL_ERROR.name());
            assertThat(stream.isAtEnd()).isTrue();
            awaitWaiting(1);
        } finally {
            change(unreadable, "error_code = null, error_message = null");
        }
        CompletableFuture<HttpResponse<String>> again = ask("/runs/" + unreadable + "?wait=60s");
        awaitWaiting(2);
        change(other, "state = 'SUCCEEDED'");
        change(unreadable, "state = 'SUCCEEDED'");
        for (CompletableFuture<HttpResponse<String>> mended : List.of(again, otherAnswer)) {
            assertThat(JsonPath.from(mended.join().body()).getString("state")).isEqualTo("SUCCEEDED");
        }
    }

    @Test
    void runThatIsThereNoMore_endsTheWaitForIt() {
        int run = running();
        CompletableFuture<HttpResponse<String>> answer = ask("/runs/" + run + "?wait=60s");
        awaitWaiting(1);
        Warehouse.execute("delete from ingest.run where id = " + run);
        assertThat(answer.join().statusCode()).isEqualTo(404);
        assertThat(answer.join().body()).contains(ProblemCode.RUN_NOT_FOUND.name());
        awaitWaiting(0);
    }

    @Test
    void whoGoesAway_isForgotten() throws IOException {
        int run = running();
        List<Socket> callers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Socket caller = new Socket(service.getHost(), service.getPort());
            caller.getOutputStream()
                    .write(("GET /runs/" + run + "?wait=60s HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            callers.add(caller);
        }
        awaitWaiting(10);
        for (Socket caller : callers) {
            caller.close();
        }
        awaitWaiting(0);
        fixture.end(run);
    }
}
