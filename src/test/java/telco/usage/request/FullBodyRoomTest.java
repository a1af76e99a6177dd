package telco.usage.request;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.run.RunFixture;
import telco.usage.testing.Api;
import telco.usage.testing.Gate;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Bodies of all callers together take no more memory than there is for them, and give it back whatever becomes of them. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(AnsweredRequestsTest.Patient.class)
class FullBodyRoomTest {

    private static final int CALLERS = 3;
    private static final int LENGTH = 60 * 1024;
    private static final String SUBMISSION = "{\"path\": \"room.csv\", \"validateOnly\": true}";

    /** As large as the service's own. */
    private final long all = new BodyRoom().left();

    @Inject
    BodyRoom room;

    @Inject
    RunFixture fixture;

    @Inject
    SeenRequests requests;

    @TestHTTPResource
    URI service;

    private long takenByHand;

    @BeforeEach
    void file() {
        Api.put("room.csv", "1,2026-03-01T10:00:00.000Z,DATA,1,0,0,5,0.5,2026-03\n".getBytes());
        awaitLeft(all);
    }

    @AfterEach
    void everythingIsGivenBack() {
        room.release(takenByHand);
        awaitLeft(all);
    }

    private void awaitLeft(long bytes) {
        await().untilAsserted(() -> assertThat(room.left()).isEqualTo(bytes));
    }

    /** Instead of hundreds of callers. */
    private void leave(long bytes) {
        int rest = (int) (all - bytes);
        assertThat(room.take(rest)).isTrue();
        takenByHand = rest;
    }

    private RawRequest send(String address, int announced, String body) throws IOException {
        return RawRequest.send(
                service,
                address + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + announced + "\r\n\r\n" + body);
    }

    private static void submit(String body) {
        int run = given().contentType("application/json")
                .body(body)
                .post("/runs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        Api.finished(run);
    }

    private static String padded(int length) {
        return SUBMISSION + " ".repeat(length - SUBMISSION.length());
    }

    @Test
    void longBody_isRefusedWhileOthersHaveTheRoom_andAShortOneIsNot() throws IOException {
        leave((long) CALLERS * BodyRoom.counted(LENGTH));
        List<RawRequest> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            // One byte is to come.
            callers.add(send("POST /runs", LENGTH + 1, padded(LENGTH)));
        }
        awaitLeft(0);

        assertThat(send("POST /runs", LENGTH, padded(LENGTH)).firstAnswer())
                .startsWith("HTTP/1.1 429")
                .containsIgnoringCase("Retry-After: 1\r\n")
                .contains("application/problem+json", "TOO_MANY_BODIES");
        given().contentType("application/json")
                .body(padded(LENGTH))
                .post("/runs")
                .then()
                .spec(problem(ProblemCode.TOO_MANY_BODIES, "no room"));
        submit(SUBMISSION);
        awaitLeft(0);

        for (RawRequest caller : callers) {
            caller.close();
        }
        awaitLeft((long) CALLERS * BodyRoom.counted(LENGTH));
        submit(padded(LENGTH));
    }

    @Test
    void whatIsOnlyAnnounced_takesNoRoom() throws IOException {
        leave(0);
        try (RawRequest caller = send("POST /runs", LENGTH, padded(BodyRoom.UNCOUNTED))) {
            submit(SUBMISSION);
            caller.connection()
                    .getOutputStream()
                    .write(padded(LENGTH - BodyRoom.UNCOUNTED).getBytes());
            assertThat(caller.firstAnswer()).startsWith("HTTP/1.1 429");
        }
    }

    @Test
    void callerWhoIsGoneBeforeTheAnswer_givesTheRoomBack() throws IOException {
        int run = fixture.finishedRun();
        try (Gate gate = Gate.closeAtWarehouse(Warehouse.console())) {
            RawRequest caller = send("POST /runs/" + run + "/revert", LENGTH, "{}" + " ".repeat(LENGTH - 2));
            gate.awaitReached();
            assertThat(room.left()).isEqualTo(all - BodyRoom.counted(LENGTH));
            caller.close();
            awaitLeft(all);
        }
    }

    /** Some of them are gone before anybody has begun to receive their bodies. */
    @Test
    void callersWhoDoNotWaitForAnything_takeNoRoomForGood() throws IOException {
        requests.forget();
        for (int i = 1; i <= 50; i++) {
            int sent = i;
            send("POST /runs/999999999/revert", LENGTH, "{}" + " ".repeat(LENGTH - 2))
                    .close();
            await().until(() -> requests.count() == sent);
        }
        awaitLeft(all);
    }

    @Test
    void bodyThatIsTooLong_givesTheRoomBackThoughMoreOfItIsToCome() throws IOException {
        try (RawRequest caller = send("POST /runs", 1_000_000, " ".repeat(70_000))) {
            assertThat(caller.connection().getInputStream().read()).isEqualTo('H');
            awaitLeft(all);
        }
    }

    /** Where the answer waits for a run, nobody would hear that the caller is gone. */
    @ParameterizedTest
    @ValueSource(strings = {"GET /runs/1?wait=60s", "HEAD /runs", "OPTIONS /runs"})
    void methodWithoutABody_takesNone(String address) throws IOException {
        try (RawRequest caller = send(address, LENGTH, padded(LENGTH - 1))) {
            assertThat(new String(caller.connection().getInputStream().readNBytes(12)))
                    .isEqualTo("HTTP/1.1 413");
            assertThat(room.left()).isEqualTo(all);
        }
    }
}
