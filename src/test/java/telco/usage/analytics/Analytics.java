package telco.usage.analytics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import de.siegmar.fastcsv.reader.CsvReader;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import telco.usage.testing.Api;

/** The reports as a caller gets them, each row as text: its values joined by a bar, null as nothing. */
final class Analytics {

    /** Two months, plans and none, customers in several groups, an event type that is a formula. */
    static final String USAGE = """
            1,2026-03-01T00:30:00.000+02:00,DATA,7,0,0,5.25,0.5,2026-03
            1,2026-03-02T10:00:00.000Z,DATA,7,0,0,1,0.000001,2026-03
            2,2026-03-02T11:00:00.000Z,DATA,7,0,0,1,1.25,2026-03
            2,2026-03-02T11:30:00.000Z,DATA,,0,0,,,2026-03
            2,2026-03-03T11:00:00.000Z,SMS,-7,0,0,1,0,2026-03
            3,2026-03-03T12:00:00.000Z,VOICE,8,0,0,12345678,0,2026-03
            1,2026-04-01T10:00:00.000Z,DATA,7,0,0,2,2,2026-04
            3,2026-04-01T11:00:00.000Z,DATA,8,0,0,2,-0.125,2026-04
            4,2026-04-02T11:00:00.000Z,"=HYPERLINK(""http://a"",""b"")",,0,0,3,3,2026-04
            """;

    private Analytics() {}

    static int load() {
        return Api.load("analytics.csv", USAGE).getInt("id");
    }

    static Response get(String address) {
        return given().get("/analytics/" + address);
    }

    static JsonPath json(String address) {
        return get(address)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", equalTo("no-cache"))
                .header("Vary", equalTo("Accept"))
                .extract()
                .jsonPath(JsonPathConfig.jsonPathConfig().numberReturnType(NumberReturnType.BIG_DECIMAL));
    }

    static List<String> rows(String address) {
        return rows(json(address));
    }

    static List<String> rows(JsonPath page) {
        return page.<Map<String, Object>>getList("rows").stream()
                .map(row -> row.values().stream()
                        .map(value -> value == null ? "" : value.toString())
                        .collect(Collectors.joining("|")))
                .toList();
    }

    /** The rows of all pages. */
    static List<String> pages(String address, int pageSize) {
        String first = address + (address.contains("?") ? "&" : "?") + "pageSize=" + pageSize;
        List<String> rows = new ArrayList<>();
        JsonPath page = json(first);
        while (page.getString("nextPageToken") != null) {
            assertThat(rows(page)).hasSize(pageSize);
            rows.addAll(rows(page));
            page = json(first + "&pageToken=" + page.getString("nextPageToken"));
        }
        assertThat(rows(page)).hasSizeLessThanOrEqualTo(pageSize);
        rows.addAll(rows(page));
        return rows;
    }

    /** The table with its header, as a program reads it. */
    static List<String> table(String address) {
        String csv = given().accept("text/csv")
                .get("/analytics/" + address)
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv;charset=UTF-8"))
                .header("Cache-Control", equalTo("no-cache"))
                .header("Vary", equalTo("Accept"))
                .header("Content-Disposition", startsWith("attachment; filename="))
                .extract()
                .asString();
        return CsvReader.builder().ofCsvRecord(csv).stream()
                .map(row -> String.join("|", row.getFields()))
                .toList();
    }
}
