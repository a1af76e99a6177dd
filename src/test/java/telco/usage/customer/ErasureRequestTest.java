package telco.usage.customer;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
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

    private static void eraseAtLast() {
        erase(HIM).statusCode(200);
        Warehouse.awaitNoStage();
        assertThat(placesOfHim()).isEmpty();
        Warehouse.assertConsistent();
    }
}
