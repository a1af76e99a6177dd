package telco.usage.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.matchesPattern;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.Api;
import telco.usage.testing.Gate;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** A run is followed from its first step to its end, also by who has lost the stream in between. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class RunEventsTest {

    @Inject
    RunFixture fixture;

    @Inject
    RunWatch watch;

    @TestHTTPResource
    URI service;

    private EventStream follow(int run, String... headers) {
        return EventStream.open(service.resolve("/runs/" + run + "/events"), headers);
    }

    private static void change(int run, String what) {
        Warehouse.execute("update ingest.run set " + what + " where id = " + run);
    }

    private void awaitStreams(int count) {
        await().until(() -> watch.waiting(RunStream.class) == count);
    }

    @Test
    void runThatIsWorkedOn_isFollowedStepByStepToItsEnd() {
        Warehouse.clear();
        Api.put("followed.csv", "1,2026-03-02T09:00:00.000+02:00,DATA,1,0,0,5,0.5,2026-03\n".getBytes());
        int run;
        EventStream stream;
        try (Gate gate = Gate.closeAtWarehouse(Warehouse.console())) {
            run = Api.submit(Map.of("path", "followed.csv"));
            gate.awaitReached();
            stream = follow(run);
            EventStream.Event publishing =
                    stream.next(event -> event.run().getList("steps.name").contains("PUBLISH"));
            assertThat(publishing.name()).isEqualTo("run");
            assertThat(publishing.run().getString("steps.find { it.name == 'PUBLISH' }.state"))
                    .isEqualTo("RUNNING");
        }
        EventStream.Event last = stream.next(event -> event.name().equals("done"));
        assertThat(stream.isAtEnd()).isTrue();
        assertThat(last.data()).isEqualTo(given().get("/runs/" + run).asString());
        assertThat(last.run().getBoolean("done")).isTrue();
        assertThat(last.run().getList("steps.name")).contains("LOAD", "QUALITY", "PUBLISH", "RETENTION");
        given().header("Last-Event-ID", last.id())
                .get("/runs/" + run + "/events")
                .then()
                .statusCode(204)
                .body(emptyString());
    }

    @Test
    void stream_saysWhatItIsAndThatItIsAlive() {
        int run = fixture.run(RunState.RUNNING, RunTrigger.API);
        try (EventStream stream = follow(run)) {
            assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
            assertThat(stream.header("Cache-Control")).isEqualTo("no-cache");
            assertThat(stream.line()).startsWith(":");
            assertThat(stream.line()).isEqualTo("retry:2000");
            EventStream.Event first = stream.next();
            assertThat(first.name()).isEqualTo("run");
            assertThat(first.run().getString("state")).isEqualTo("RUNNING");
            // Nothing has changed, so nothing is told; only that the stream is there.
            assertThat(stream.line()).isEqualTo(":alive");
            assertThat(stream.line()).isEmpty();
            assertThat(stream.line()).isEqualTo(":alive");
        }
        fixture.end(run);
    }

    @Test
    void whoComesAgain_getsWhatIsNewAndNothingElse() {
        int run = fixture.run(RunState.RUNNING, RunTrigger.API);
        String seen;
        try (EventStream stream = follow(run)) {
            seen = stream.next().id();
        }
        awaitStreams(0);
        try (EventStream again = follow(run, "Last-Event-ID", seen)) {
            assertThat(again.line()).startsWith(":run");
            awaitStreams(1);
            change(run, "bytes_read = 50");
            EventStream.Event next = again.next();
            assertThat(next.run().getLong("progress.bytesRead")).isEqualTo(50);
            assertThat(next.id()).isNotEqualTo(seen);
        }
        change(run, "bytes_read = 100, state = 'FAILED', error_code = 'FILE_EMPTY', error_message = 'Nothing.'");
        EventStream last = follow(run, "Last-Event-ID", seen);
        EventStream.Event done = last.next();
        assertThat(done.name()).isEqualTo("done");
        assertThat(done.run().getString("error.code")).isEqualTo("FILE_EMPTY");
        assertThat(last.isAtEnd()).isTrue();
    }

    /** An end that was taken back is not the end. */
    @Test
    void runThatIsRevertedBehindItsEnd_isToldAgain() {
        int run = fixture.finishedRun();
        String seen = follow(run).next().id();
        change(run, "state = 'REVERTED'");
        assertThat(follow(run, "Last-Event-ID", seen).next().run().getString("state"))
                .isEqualTo("REVERTED");
    }

    /** Who keeps one id for all that it follows. */
    @Test
    void endOfAnotherRun_doesNotHideTheEndOfThisOne() {
        String seen = follow(fixture.finishedRun()).next().id();
        int run = fixture.finishedRun();
        EventStream stream = follow(run, "Last-Event-ID", seen);
        EventStream.Event done = stream.next();
        assertThat(done.name()).isEqualTo("done");
        assertThat(done.run().getInt("id")).isEqualTo(run);
        assertThat(stream.isAtEnd()).isTrue();
    }

    @Test
    void runThatIsNone() {
        given().get("/runs/4711000/events").then().spec(problem(ProblemCode.RUN_NOT_FOUND));
        given().get("/runs/x/events").then().spec(problem(ProblemCode.RUN_NOT_FOUND));
    }

    @Test
    void oneStreamTooMany_isRefusedUntilAnotherIsClosed() {
        // One that has just ended may be counted until the next look.
        awaitStreams(0);
        int most = ConfigProvider.getConfig().getValue("telco.watch.most-streams", Integer.class);
        int run = fixture.run(RunState.RUNNING, RunTrigger.API);
        // Those that have ended are forgotten a moment later.
        awaitStreams(0);
        List<EventStream> streams = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            streams.add(follow(run));
        }
        given().get("/runs/" + run + "/events")
                .then()
                .spec(problem(ProblemCode.TOO_MANY_STREAMS, "wait=30s"))
                .header("Retry-After", matchesPattern("[1-9][0-9]*"));
        streams.remove(0).close();
        awaitStreams(most - 1);
        streams.add(follow(run));
        change(run, "state = 'SUCCEEDED'");
        for (EventStream stream : streams) {
            assertThat(stream.next(event -> event.name().equals("done")).run().getString("state"))
                    .isEqualTo("SUCCEEDED");
        }
        awaitStreams(0);
    }
}
