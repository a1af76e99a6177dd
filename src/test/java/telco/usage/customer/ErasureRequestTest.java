package telco.usage.customer;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.Api;
import telco.usage.testing.Gate;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** What a request to erase a customer is answered, and what it waits for. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class ErasureRequestTest extends KnownCustomer {

    @Test
    void nobodyKnowsHim_isNoError() {
        load("first.csv", FIRST);
        erase(HIM).statusCode(200);
        JsonPath again = erase(HIM).statusCode(200).extract().jsonPath();
        assertThat(again.getMap(""))
                .isEqualTo(Map.of(
                        "facts",
                        0,
                        "rejects",
                        0,
                        "samples",
                        0,
                        "alerts",
                        0,
                        "heldRuns",
                        List.of(),
                        "runsUnderWay",
                        List.of()));
        given().delete("/customers/-5/usage").then().statusCode(200);
        Warehouse.assertConsistent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.5", "007", "-0", "+1", "2147483648", "-2147483649", "99999999999"})
    void whatIsNoNumberOfACustomer_isRefused(String id) {
        erase(id).spec(problem(ProblemCode.INVALID_REQUEST, "id must be a whole number"));
    }

    @Test
    void reasonOrActorThatNamesHim_isRefused() {
        String address = "/customers/" + HIM + "/usage";
        given().contentType("application/json")
                .body(Map.of("why", "he, " + HIM + ", wants it"))
                .delete(address)
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "why must not contain"));
        given().header("X-Actor", HIM)
                .delete(address)
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "X-Actor must not contain"));
        given().contentType("application/json")
                .body(Map.of("why", "ticket " + HIM + "0"))
                .delete(address)
                .then()
                .statusCode(200);
        given().contentType("application/json")
                .body(Map.of("reason", "x"))
                .delete(address)
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "reason is no field"));
    }

    @Test
    void replayThatIsNotDone_isWaitedFor() {
        int run = load("second.csv", SECOND);
        Gate.build(Warehouse.console());
        try {
            int replay;
            try (Gate gate = Gate.close(Warehouse.console(), Gate.Place.LOAD)) {
                replay = given().post("/runs/" + run + "/replay")
                        .then()
                        .statusCode(202)
                        .extract()
                        .path("id");
                gate.awaitReached();
                erase(HIM).spec(problem(ProblemCode.STATE_CONFLICT, "run " + replay + " is still replaying"));
                erase("4").body("runsUnderWay", contains(replay));
            }
            Api.finished(replay);
        } finally {
            Gate.demolish(Warehouse.console());
        }
        eraseAtLast();
    }

    @Test
    void runThatHasPublishedAndIsNotDone_isWaitedFor() {
        Api.put("first.csv", FIRST.replace("HIM", HIM).getBytes(UTF_8));
        Gate.build(Warehouse.console());
        try {
            int run;
            try (Gate gate = Gate.close(Warehouse.console(), Gate.Place.RETENTION)) {
                run = Api.submit(Map.of("path", "first.csv", "maxRejectRatio", 1));
                gate.awaitReached();
                erase(HIM).spec(problem(ProblemCode.STATE_CONFLICT, "run " + run, "is not done yet"));
            }
            Api.finished(run);
        } finally {
            Gate.demolish(Warehouse.console());
        }
        eraseAtLast();
    }

    @Test
    void whatARunThatIsDoneHasStaged_isErasedToo() throws SQLException {
        Api.put("first.csv", FIRST.replace("HIM", HIM).getBytes(UTF_8));
        Gate.build(Warehouse.console());
        try {
            eraseWhileSomebodyKeepsTheStage().statusCode(200);
        } finally {
            Gate.demolish(Warehouse.console());
        }
        assertThat(placesOfHim()).isEmpty();
        Warehouse.assertConsistent();
    }

    private static ValidatableResponse eraseWhileSomebodyKeepsTheStage() throws SQLException {
        CompletableFuture<ValidatableResponse> erasure;
        // Whoever drops the stage has to wait.
        try (Connection reader = Warehouse.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            int run;
            try (Gate gate = Gate.close(Warehouse.console(), Gate.Place.FINISH)) {
                run = Api.submit(Map.of("path", "first.csv", "maxRejectRatio", 1));
                gate.awaitReached();
                statement.execute("lock table ingest.stage_%d_1_rollup in access share mode".formatted(run));
            }
            Api.finished(run);
            erasure = CompletableFuture.supplyAsync(() -> erase(HIM));
            await().until(() -> erasure.isDone() || waitsForTable());
            assertThat(erasure).isNotDone();
        }
        return erasure.join();
    }

    /** True when who changes the warehouse waits for somebody's table. */
    private static boolean waitsForTable() {
        return Warehouse.count("""
                pg_locks waiting
                join pg_locks holding using (pid)
                where not waiting.granted and waiting.locktype = 'relation'
                  and holding.granted and holding.locktype = 'advisory'
                  and waiting.database = (select oid from pg_database where datname = current_database())
                """) > 0;
    }

    @Test
    void dayThatARevertHasTakenOut_isNotLeft() {
        Warehouse.execute("create table usage_day.detached_1_a_day as select " + HIM + " as customer_id");
        eraseAtLast();
    }

    private static void eraseAtLast() {
        erase(HIM).statusCode(200);
        Warehouse.awaitNoStage();
        assertThat(placesOfHim()).isEmpty();
        Warehouse.assertConsistent();
    }
}
