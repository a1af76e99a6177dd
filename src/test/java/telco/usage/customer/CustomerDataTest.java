package telco.usage.customer;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** A customer sees all that is his, and nothing of anybody else. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class CustomerDataTest {

    private static final String HEADER =
            "customer_id,event_start_time,event_type,rate_plan_id,billing_flag_one,billing_flag_two,duration,charge,month\r\n";

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    private static int load(String content) {
        Api.put("usage.csv", content.getBytes(UTF_8));
        return Api.load(Map.of("path", "usage.csv", "maxRejectRatio", 1)).getInt("id");
    }

    private static ExtractableResponse<Response> read(String address) {
        return given().header("X-Actor", "anna")
                .get(address)
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .extract();
    }

    @Test
    void usage_isTheFilesColumnsByTime() {
        load("""
                7,2026-03-02T01:00:00.000+02:00,DATA,1,,3,5.25,0.5,2026-03
                8,2026-03-01T10:00:00.000Z,SMS,2,0,0,1,0,2026-03
                7,2026-03-01T10:00:00.123456Z,=1+1,,0,0,,,2026-03
                7,2026-03-01T09:00:00Z,"a,""b\""",1,0,0,1e-7,1496.598432,2026-03
                """);

        ExtractableResponse<Response> usage = read("/customers/7/usage");

        assertThat(usage.asString()).isEqualTo(HEADER + """
                7,2026-03-01T09:00:00.000000+00:00,"a,""b\""",1,0,0,0.0000001,1496.59843200,2026-03\r
                7,2026-03-01T10:00:00.123456+00:00,'=1+1,,0,0,,,2026-03\r
                7,2026-03-01T23:00:00.000000+00:00,DATA,1,,3,5.25,0.50000000,2026-03\r
                """);
        assertThat(usage.header("Content-Disposition")).isEqualTo("attachment; filename=\"customer-usage.csv\"");
        assertThat(Warehouse.rows("select actor, run_id, detail from ingest.audit where action = 'ACCESS' order by id"))
                .endsWith("anna||Gave out the 3 events of a customer");
    }

    /** The driver changes how it fetches numbers when it has seen a statement some times. */
    @Test
    void usage_isTheSameEachTime() {
        load("""
                7,2026-03-01T09:00:00Z,DATA,1,0,0,32,0,2026-03
                7,2026-03-01T10:00:00Z,DATA,1,0,0,0.1,-0.00000001,2026-03
                """);
        for (int i = 0; i < 10; i++) {
            assertThat(read("/customers/7/usage").asString()).isEqualTo(HEADER + """
                    7,2026-03-01T09:00:00.000000+00:00,DATA,1,0,0,32,0.00000000,2026-03\r
                    7,2026-03-01T10:00:00.000000+00:00,DATA,1,0,0,0.1,-0.00000001,2026-03\r
                    """);
        }
    }

    @Test
    void usageOfManyParts_isWhole() {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < 2_500; i++) {
            // Several events at one time: a part may end between them.
            file.append("7,2026-03-01T10:%02d:00.000Z,DATA,%d,0,0,1,0.5,2026-03\n".formatted(i / 500, i));
        }
        load(file.toString());
        List<String> lines = read("/customers/7/usage").asString().lines().toList();
        assertThat(lines).hasSize(2_501).doesNotHaveDuplicates();
        assertThat(lines.subList(1, lines.size()))
                .extracting(line -> line.split(",")[1])
                .isSorted();
    }

    @Test
    void usage_canBeLoadedAgain() {
        int run = load("7,2026-03-02T01:00:00.000+02:00,DATA,1,0,3,5.25,0.5,2026-03\n");
        String usage = read("/customers/7/usage").asString();
        List<String> facts = Warehouse.rows("select event_uuid, duration, charge from public.telco_billings_usage");
        Api.revert(run);
        load(usage);
        assertThat(Warehouse.rows("select event_uuid, duration, charge from public.telco_billings_usage"))
                .isEqualTo(facts);
    }

    @Test
    void rejects_areThoseThatAreHis() {
        int run = load("""
                7,2026-03-01T10:00:00.000Z,DATA,1,0,0,1,0.5,2026-04
                8,2026-03-01T10:00:00.000Z,DATA,7,0,0,1,0.5,2026-04
                7,2026-03-01T10:00:00.000Z,DATA
                -7,2026-03-01T10:00:00.000Z,DATA
                =7,2026-03-01T10:00:00.000Z
                7.0,2026-03-01T10:00:00.000Z,DATA,1,0,0,1,0.5,2026-03
                9,2026-03-01T10:00:00.000Z,DATA,1,0,0,1,0.5,2026-03
                """);

        ExtractableResponse<Response> rejects = read("/customers/7/rejects");

        assertThat(rejects.asString()).isEqualTo("""
                run_id,line_number,reason,state,record\r
                RUN,1,MONTH_MISMATCH,OPEN,"7,2026-03-01T10:00:00.000Z,DATA,1,0,0,1,0.5,2026-04"\r
                RUN,3,COLUMN_COUNT,OPEN,"7,2026-03-01T10:00:00.000Z,DATA"\r
                RUN,6,BAD_CUSTOMER_ID,OPEN,"7.0,2026-03-01T10:00:00.000Z,DATA,1,0,0,1,0.5,2026-03"\r
                """.replace("RUN", String.valueOf(run)));
        assertThat(rejects.header("Content-Disposition")).isEqualTo("attachment; filename=\"customer-rejects.csv\"");
        assertThat(Warehouse.rows("select actor, run_id, detail from ingest.audit where action = 'ACCESS' order by id"))
                .endsWith("anna||Gave out the 3 rejects of a customer");
        assertThat(read("/customers/-7/rejects").asString()).contains("\"'-7,2026-03-01T10:00:00.000Z,DATA\"");
    }

    @Test
    void customerThatNobodyKnows_getsAHeader_andWhatIsNoneIsRefused() {
        assertThat(read("/customers/7/usage").asString()).isEqualTo(HEADER);
        assertThat(read("/customers/7/rejects").asString()).isEqualTo("run_id,line_number,reason,state,record\r\n");
        given().get("/customers/x/usage").then().spec(problem(ProblemCode.INVALID_REQUEST, "id must be"));
        given().get("/customers/x/rejects").then().spec(problem(ProblemCode.INVALID_REQUEST, "id must be"));
        given().header("X-Actor", "customer 7")
                .get("/customers/7/usage")
                .then()
                .spec(problem(ProblemCode.INVALID_REQUEST, "X-Actor must not"));
    }

    @Test
    void metrics_nameNobody() {
        given().get("/customers/7654321/usage").then().statusCode(200);
        given().post("/customers/7654321/usage").then().statusCode(405);
        given().get("/customers/7654321/other").then().statusCode(404);
        assertThat(given().get("/q/metrics").asString()).doesNotContainPattern("=\"[^\"]*7654321");
    }
}
