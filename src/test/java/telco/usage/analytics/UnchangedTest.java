package telco.usage.analytics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Who has a report need not get it again before the warehouse changes. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class UnchangedTest {

    private static final List<String> REPORTS = List.of("usage-distribution", "monthly-trends", "daily");

    private int run;

    @BeforeEach
    void load() {
        Warehouse.clear();
        run = Analytics.load();
    }

    private static String tag(String report, String accept) {
        return given().accept(accept)
                .get("/analytics/" + report)
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
    }

    private static ValidatableResponse ask(String report, String accept, String known) {
        return given().accept(accept)
                .header("If-None-Match", known)
                .get("/analytics/" + report)
                .then();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/csv"})
    void sameVersion_is304WithoutABody(String accept) {
        for (String report : REPORTS) {
            String tag = tag(report, accept);
            assertThat(tag).startsWith("W/\"");
            for (String known : List.of(tag, tag.substring(2), "\"other\", " + tag, "W/\"1\"," + tag, "*")) {
                ask(report, accept, known)
                        .statusCode(304)
                        .header("ETag", equalTo(tag))
                        .header("Vary", equalTo("Accept"))
                        .header("Cache-Control", equalTo("no-cache"))
                        .header("Content-Type", nullValue())
                        .body(emptyString());
            }
            for (String known :
                    List.of("W/\"other\"", "", "\"", "W/", tag.replace("W/\"", "W/\"1"), tag.replace("\"", ""))) {
                ask(report, accept, known).statusCode(200);
            }
        }
    }

    @Test
    void unchanged_isToldWithoutReadingTheReport() {
        String tag = tag("daily", "application/json");
        Warehouse.execute("alter view public.analytics_daily_usage rename to hidden");
        try {
            ask("daily", "application/json", tag).statusCode(304);
            given().get("/analytics/daily").then().statusCode(500);
        } finally {
            Warehouse.execute("alter view public.hidden rename to analytics_daily_usage");
        }
    }

    @Test
    void tagOfOneForm_isNotThatOfTheOther() {
        String json = tag("daily", "application/json");
        assertThat(tag("daily", "text/csv")).isNotEqualTo(json);
        ask("daily", "text/csv", json).statusCode(200);
    }

    @Test
    void furtherLoadAndRevert_areChanges() {
        String before = tag("daily", "application/json");
        int further = Api.load("further.csv", "5,2026-04-05T10:00:00.000Z,SMS,7,0,0,1,0,2026-04\n")
                .getInt("id");
        ask("daily", "application/json", before).statusCode(200);
        String behind = tag("daily", "application/json");
        assertThat(behind).isNotEqualTo(before);
        ask("daily", "application/json", behind).statusCode(304);
        Api.revert(further);
        ask("daily", "application/json", behind).statusCode(200);
        ask("daily", "application/json", before).statusCode(200);
        Api.revert(run);
        assertThat(Analytics.rows("daily")).isEmpty();
        Warehouse.assertConsistent();
    }

    @Test
    void runsThatPublishNothing_areNoChange() {
        String before = tag("monthly-trends", "text/csv");
        assertThat(Api.load("bad.csv", "no usage\n").getString("state")).isEqualTo("FAILED");
        assertThat(Api.load("again.csv", Analytics.USAGE).getString("state")).isEqualTo("SKIPPED_DUPLICATE");
        assertThat(Api.load(Map.of("path", "again.csv", "force", true, "validateOnly", true))
                        .getBoolean("done"))
                .isTrue();
        ask("monthly-trends", "text/csv", before).statusCode(304);
        Warehouse.assertConsistent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/csv"})
    void head_hasTheHeadersAndNoBody(String accept) {
        String tag = tag("daily", accept);
        given().accept(accept)
                .head("/analytics/daily")
                .then()
                .statusCode(200)
                .header("ETag", equalTo(tag))
                .body(emptyString());
        given().accept(accept)
                .header("If-None-Match", tag)
                .head("/analytics/daily")
                .then()
                .statusCode(304);
    }
}
