package telco.usage.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** What was done by hand can be read, and not be made undone. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class AuditTest {

    private static final String FILE = "1,2026-03-01T10:00:00.000Z,DATA,1,0,0,5,0.5,2026-03";

    @Test
    void forcedRuns_areListedNewestFirst_pageByPage() {
        Warehouse.clear();
        Api.load("forced.csv", FILE);
        int first = Api.load(Map.of("path", "forced.csv", "force", true)).getInt("id");
        int second = Api.load(Map.of("path", "forced.csv", "force", true)).getInt("id");

        JsonPath page = audit("?action=FORCE&pageSize=1");
        assertThat(page.getInt("entries[0].runId")).isEqualTo(second);
        assertThat(page.getString("entries[0].actor")).isEqualTo("unnamed caller");
        assertThat(page.getString("entries[0].at")).endsWith("Z");
        assertThat(audit("?action=FORCE&pageSize=1&pageToken=" + page.getString("nextPageToken"))
                        .getInt("entries[0].runId"))
                .isEqualTo(first);
        assertThat(audit("?runId=" + first).getList("entries.action")).containsExactly("FORCE");
    }

    @ParameterizedTest
    @CsvSource({"action=SOMETHING, action", "runId=x, runId", "pageSize=0, pageSize", "pageToken=-1, pageToken"})
    void parameterThatMakesNoSense_isNamed(String query, String field) {
        assertThat(given().get("/audit?" + query)
                        .then()
                        .statusCode(400)
                        .extract()
                        .jsonPath()
                        .getString("errors[0].field"))
                .isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"update ingest.audit set actor = 'nobody'", "delete from ingest.audit", "truncate ingest.audit"})
    void entries_cannotBeChanged(String change) {
        assertThatThrownBy(() -> Warehouse.execute(change)).hasStackTraceContaining("append-only");
    }

    private static JsonPath audit(String query) {
        return given().get("/audit" + query).then().statusCode(200).extract().jsonPath();
    }
}
