package telco.usage.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import telco.usage.testing.Api;
import telco.usage.testing.Gate;
import telco.usage.testing.Gate.Place;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** A run that is cancelled leaves nothing behind, wherever it was; one that is too far says so. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class CancelTest {

    /** Its reject is stored amid LOAD, where a gate is. */
    private static final String FILE =
            """
            1,2026-03-01T10:00:00.000+02:00,DATA,1,0,0,5,0.5,2026-03
            2,2026-03-01T10:00:00.000+02:00,SMS,1,0,0,1,0,2026-03
            3,2026-03-02T10:00:00.000+02:00,VOICE,1,0,0,60,0,2026-03
            %s4,2026-03-02T10:00:00.000+02:00,VOICE,1,0,0,60,0,2026-03
            """.formatted("5,2026-03-02T10:00:00.000+02:00,VOICE,1,0,0,60,0,2026-03\n".repeat(20)) + "broken\n";

    @BeforeAll
    static void buildGates() {
        Gate.build(Warehouse.console());
    }

    @AfterAll
    static void removeGates() {
        Gate.demolish(Warehouse.console());
    }

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
        Api.load("before.csv", "1,2026-03-02T09:00:00.000+02:00,DATA,1,0,0,5,0.5,2026-03");
    }

    @ParameterizedTest
    @EnumSource(
            value = Place.class,
            names = {"LOAD", "PUBLISH"})
    void runAtWork_stopsWhereItIs(Place place) {
        int id;
        try (Gate gate = Gate.close(Warehouse.console(), place)) {
            id = submit("cancelled.csv");
            gate.awaitReached();
            cancel(id).statusCode(202);
            // The gate stays closed: the server ends the statement that waits there.
            assertCancelled(id);
        }
        assertNothingHappened();
        assertThat(Api.load("cancelled.csv", FILE).getLong("rows.loaded")).isEqualTo(5);
        Warehouse.assertConsistent();
    }

    @Test
    void runBehindAnotherPublisher_stopsWaiting() {
        int id;
        try (Gate gate = Gate.closeAtWarehouse(Warehouse.console())) {
            id = submit("waiting.csv");
            gate.awaitReached();
            cancel(id).statusCode(202);
            cancel(id).statusCode(202);
            assertCancelled(id);
        }
        assertNothingHappened();
        assertThat(audit(id)).containsExactly("CANCEL|anna|Cancelled when it was RUNNING");
    }

    @Test
    void runThatWaits_isOverAtOnce() {
        int first;
        int second;
        try (Gate gate = Gate.closeAtWarehouse(Warehouse.console())) {
            first = submit("first.csv");
            gate.awaitReached();
            second = submit("second.csv");
            JsonPath answer = cancel(second).statusCode(202).extract().jsonPath();
            assertThat(answer.getString("state")).isEqualTo("CANCELLED");
            assertThat(answer.getString("finishedAt")).isNotNull();
        }
        assertThat(Api.finished(first).getLong("rows.loaded")).isEqualTo(5);
        assertThat(Api.run(second).getLong("rows.read")).isZero();
        assertThat(audit(second)).containsExactly("CANCEL|anna|Cancelled when it was QUEUED");
        Warehouse.assertConsistent();
    }

    @Test
    void runWhoseRowsAreVisible_isNotCancelledAnyMore() {
        int id;
        try (Gate gate = Gate.close(Warehouse.console(), Place.RETENTION)) {
            id = submit("late.csv");
            gate.awaitReached();
            assertThat(cancel(id).statusCode(409).extract().jsonPath().getString("code"))
                    .isEqualTo("STATE_CONFLICT");
        }
        assertThat(Api.finished(id).getString("state")).isEqualTo("SUCCEEDED_WITH_WARNINGS");
        assertThat(cancel(id).statusCode(409).extract().jsonPath().getString("detail"))
                .contains("nothing left to cancel");
        assertThat(audit(id)).isEmpty();
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(1 + 5);
        Warehouse.assertConsistent();
    }

    @Test
    void runThatIsNotThere_andActorThatIsNoName_areRefused() {
        cancel(2_000_000_000).statusCode(404);
        int id = Api.load("done.csv", "1,2026-03-02T08:00:00.000+02:00,DATA,1,0,0,5,0.5,2026-03")
                .getInt("id");
        given().header("X-Actor", "a".repeat(101))
                .post("/runs/" + id + "/cancel")
                .then()
                .statusCode(400);
    }

    private static int submit(String name) {
        Api.put(name, FILE.getBytes(StandardCharsets.UTF_8));
        return Api.submit(Map.of("path", name));
    }

    private static ValidatableResponse cancel(int id) {
        return given().header("X-Actor", "anna").post("/runs/" + id + "/cancel").then();
    }

    private static void assertCancelled(int id) {
        JsonPath run = Api.finished(id);
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("CANCELLED");
        assertThat(run.getLong("rows.loaded")).isZero();
        assertThat(run.getMap("error")).isNull();
        assertThat(run.getList("steps.state")).doesNotContain("RUNNING");
    }

    private static void assertNothingHappened() {
        assertThat(Warehouse.rows("select customer_id from public.telco_billings_usage"))
                .containsExactly("1");
        assertThat(Warehouse.count("ingest.loaded_file")).isEqualTo(1);
        Warehouse.assertConsistent();
    }

    private static List<String> audit(int id) {
        return Warehouse.rows(
                "select action, actor, detail from ingest.audit where action = 'CANCEL' and run_id = " + id);
    }
}
