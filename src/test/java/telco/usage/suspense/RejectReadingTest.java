package telco.usage.suspense;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.run.RunFixture;
import telco.usage.testing.ServiceUnderTest;

@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class RejectReadingTest {

    @Inject
    RunFixture fixture;

    private static JsonPath get(String address) {
        return given().get(address)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .jsonPath();
    }

    private static byte[] csv(int run) {
        return csv(run, "");
    }

    private static byte[] csv(int run, String selection) {
        return given().accept("text/csv")
                .get("/runs/" + run + "/rejects" + selection)
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .header("Content-Disposition", containsString("run-" + run + "-rejects.csv"))
                .extract()
                .asByteArray();
    }

    @Test
    void list_showsEveryField() {
        int run = fixture.finishedRun();
        fixture.reject(run, 7, "1,2,\"three\"");
        assertThat(get("/runs/" + run + "/rejects").getMap("$"))
                .isEqualTo(Map.of(
                        "totals",
                        List.of(Map.of(
                                "reason", "BAD_CHARGE", "state", "OPEN", "rows", 1, "stored", 1, "charge", "0.5")),
                        "rejects",
                        List.of(Map.of(
                                "recordNumber", 7,
                                "lineNumber", 8,
                                "byteOffset", 70,
                                "reason", "BAD_CHARGE",
                                "column", "charge",
                                "message", "charge is no number",
                                "charge", "0.5",
                                "record", "1,2,\"three\"",
                                "recordBytes", 11,
                                "state", "OPEN"))));
    }

    @Test
    void list_showsBytesThatAreNoTextAsReplacements() {
        int run = fixture.finishedRun();
        fixture.reject(run, 1, new byte[] {'a', (byte) 0xff, 0, 'b'}, 0);
        assertThat(get("/runs/" + run + "/rejects").getString("rejects[0].record"))
                .isEqualTo("a\ufffd\0b");
    }

    @Test
    void list_pagesInTheOrderOfTheFile() {
        int run = fixture.finishedRun();
        fixture.reject(fixture.finishedRun(), 4, "another run's");
        for (long number : new long[] {9_000_000_000L, 3, 20, 1, 100}) {
            fixture.reject(run, number, "x");
        }
        String address = "/runs/" + run + "/rejects?pageSize=2";
        List<Long> seen = new ArrayList<>();
        JsonPath page = get(address);
        while (page.getString("nextPageToken") != null) {
            seen.addAll(page.getList("rejects.recordNumber", Long.class));
            page = get(address + "&pageToken=" + page.getString("nextPageToken"));
        }
        seen.addAll(page.getList("rejects.recordNumber", Long.class));
        assertThat(seen).containsExactly(1L, 3L, 20L, 100L, 9_000_000_000L);
    }

    @Test
    void list_ofARunWithoutRejectsIsEmpty() {
        int run = fixture.finishedRun();
        assertThat(get("/runs/" + run + "/rejects").getMap("$"))
                .isEqualTo(Map.of("totals", List.of(), "rejects", List.of()));
        assertThat(csv(run)).isEmpty();
    }

    @Test
    void list_badParameter() {
        int run = fixture.finishedRun();
        given().get("/runs/" + run + "/rejects?pageSize=1000")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "pageSize", "200"));
        given().get("/runs/" + run + "/rejects?pageToken=abc")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "pageToken"));
    }

    @Test
    void stateAndReason_limitBothForms() {
        int run = fixture.finishedRun();
        fixture.reject(run, 1, "first");
        for (String all : new String[] {"", "?state=OPEN", "?reason=BAD_CHARGE", "?state=OPEN&reason=BAD_CHARGE"}) {
            assertThat(get("/runs/" + run + "/rejects" + all).getList("rejects"))
                    .hasSize(1);
            assertThat(csv(run, all)).asString().isEqualTo("first\n");
        }
        for (String none :
                new String[] {"?state=REPLAYED", "?reason=NUL_BYTE", "?state=WRITTEN_OFF&reason=BAD_CHARGE"}) {
            assertThat(get("/runs/" + run + "/rejects" + none).getList("rejects"))
                    .isEmpty();
            assertThat(csv(run, none)).isEmpty();
        }
        for (String wrong : new String[] {"state=open", "reason=bad"}) {
            given().get("/runs/" + run + "/rejects?" + wrong)
                    .then()
                    .spec(problem(
                            ProblemCode.INVALID_REQUEST, wrong.substring(0, wrong.indexOf('=')), "must be one of"));
        }
    }

    @Test
    void csv_isTheUntouchedRecordsInOrder() {
        int run = fixture.finishedRun();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int number = 1; number <= 250; number++) {
            byte[] record = number % 2 == 0
                    ? ("Zeile " + number + ",\"zwei\nZeilen\",ä").getBytes(StandardCharsets.UTF_8)
                    : new byte[] {'x', (byte) number, 0, ',', (byte) 0xff};
            fixture.reject(run, number, record, 0);
            expected.writeBytes(record);
            expected.write('\n');
        }
        assertThat(csv(run)).isEqualTo(expected.toByteArray());
    }

    @Test
    void csv_leavesOutWhatWasNotKeptWhole() {
        int run = fixture.finishedRun();
        fixture.reject(run, 1, "first");
        fixture.reject(run, 2, "\"the start of a hundred megabytes".getBytes(StandardCharsets.UTF_8), 100_000_000);
        fixture.reject(run, 3, "third");
        assertThat(csv(run)).asString().isEqualTo("first\nthird\n");
        assertThat(get("/runs/" + run + "/rejects").getList("rejects")).hasSize(3);
    }

    @Test
    void csv_ofAnUnknownRun() {
        given().accept("text/csv").get("/runs/2147483647/rejects").then().spec(problem(ProblemCode.RUN_NOT_FOUND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "application/*", "text/html, application/json;q=0.9, */*;q=0.1"})
    void accept_json(String accept) {
        int run = fixture.finishedRun();
        given().accept(accept)
                .get("/runs/" + run + "/rejects")
                .then()
                .statusCode(200)
                .contentType("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "text/*", "text/csv, application/json;q=0.5", "text/csv; charset=utf-8"})
    void accept_csv(String accept) {
        int run = fixture.finishedRun();
        given().accept(accept)
                .get("/runs/" + run + "/rejects")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "image/*"})
    void accept_nothingThatCanBeServed(String accept) {
        int run = fixture.finishedRun();
        given().accept(accept)
                .get("/runs/" + run + "/rejects")
                .then()
                .spec(problem(ProblemCode.NOT_ACCEPTABLE, "text/csv"))
                .body("instance", equalTo("/runs/" + run + "/rejects"));
    }
}
