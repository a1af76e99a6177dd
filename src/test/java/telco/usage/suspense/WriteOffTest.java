package telco.usage.suspense;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Rejects that somebody has given up: who, why, and never twice. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class WriteOffTest extends RejectedUsage {

    @Test
    void writeOff_namesWhoAndWhy_andIsDoneOnce() {
        int run = load();

        JsonPath answer = writeOff(run, Map.of("reason", "BAD_CHARGE", "why", " test calls "))
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(answer.getInt("runId")).isEqualTo(run);
        assertThat(answer.getString("totals.find { it.reason == 'BAD_CHARGE' }.state"))
                .isEqualTo("WRITTEN_OFF");
        assertThat(states(run)).containsExactly("3|OPEN|||", "4|OPEN|||", "5|WRITTEN_OFF||bert|test calls");
        JsonPath listed = given().get("/runs/" + run + "/rejects?state=WRITTEN_OFF")
                .then()
                .extract()
                .jsonPath();
        assertThat(listed.getString("rejects[0].settledBy")).isEqualTo("bert");
        assertThat(listed.getString("rejects[0].why")).isEqualTo("test calls");
        assertThat(listed.getString("rejects[0].settledAt")).isNotBlank();
        assertThat(Warehouse.rows("select actor, action, detail from ingest.audit where run_id = " + run
                        + " and action <> 'SUBMIT'"))
                .containsExactly(
                        "bert|WRITE_OFF|Wrote off 1 rejects with reason BAD_CHARGE and a charge of 0: test calls");
        writeOff(run, Map.of("reason", "BAD_CHARGE", "why", "again"))
                .spec(problem(ProblemCode.STATE_CONFLICT, "no open rejects"));
        assertThat(replayed(run, "", null).getInt("replay.rejects")).isEqualTo(2);
    }

    @Test
    void writeOff_wrongBody() {
        int run = load();
        writeOff(run, Map.of("why", "x")).spec(problem(ProblemCode.INVALID_REQUEST, "reason", "BAD_CHARGE"));
        writeOff(run, Map.of("reason", "NONSENSE", "why", "x")).spec(problem(ProblemCode.INVALID_REQUEST, "reason"));
        for (String why : new String[] {"", "  ", "x".repeat(501)}) {
            writeOff(run, Map.of("reason", "BAD_CHARGE", "why", why)).spec(problem(ProblemCode.INVALID_REQUEST, "why"));
        }
        writeOff(run, Map.of("reason", "BAD_CHARGE")).spec(problem(ProblemCode.INVALID_REQUEST, "why"));
        assertThat(states(run)).allMatch(state -> state.contains("|OPEN|"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"validated", "failed", "reverted"})
    void runWithoutRowsInTheWarehouse_hasNothingToSettle(String kind) {
        Api.put("usage.csv", (GOOD + WRONG_MONTH).getBytes(UTF_8));
        int run = switch (kind) {
            case "validated" ->
                Api.load(Map.of("path", "usage.csv", "maxRejectRatio", 1, "validateOnly", true))
                        .getInt("id");
            case "failed" ->
                Api.load(Map.of("path", "usage.csv", "maxRejects", 0)).getInt("id");
            default -> reverted(Api.load(LENIENT).getInt("id"));
        };
        replay(run, "", null).spec(problem(ProblemCode.STATE_CONFLICT, "whole file"));
        writeOff(run, Map.of("reason", "MONTH_MISMATCH", "why", "x"))
                .spec(problem(ProblemCode.STATE_CONFLICT, "whole file"));
        assertThat(Warehouse.count("ingest.run")).isEqualTo(1);
    }

    private static int reverted(int run) {
        given().post("/runs/" + run + "/revert").then().statusCode(200);
        return run;
    }
}
