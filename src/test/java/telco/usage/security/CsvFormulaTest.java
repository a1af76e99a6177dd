package telco.usage.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** A provider's text that a spreadsheet would run: in no CSV that is answered, but for the one form that is loaded again. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class CsvFormulaTest {

    private static final List<String> FORMULAS = List.of(
            "=HYPERLINK(\"\"http://evil.example\"\";\"\"look\"\")",
            "+1+1",
            "-2+3",
            "@SUM(A1)",
            "=cmd|' /C calc'!A0",
            "x;=1+1",
            ";=1+1",
            ";;=1+1",
            "x;;;;;;;;;;=1+1");

    private String file;
    private int id;

    @BeforeEach
    void loadFormulas() {
        Warehouse.clear();
        StringBuilder lines = new StringBuilder();
        for (String formula : FORMULAS) {
            lines.append("1,2026-03-01T10:00:00.000+02:00,\"%s\",1,0,0,5,-0.5,2026-03\n".formatted(formula));
            lines.append("\"%s\",2026-03-01T10:00:00.000+02:00,1,1,0,0,5,-0.5,2026-03\n".formatted(formula));
        }
        file = lines.toString();
        Api.put("formulas.csv", file.getBytes(StandardCharsets.UTF_8));
        id = Api.load(Map.of("path", "formulas.csv", "maxRejectRatio", 1)).getInt("id");
        assertThat(Warehouse.count("telco_billings_usage")).isEqualTo(FORMULAS.size());
    }

    /** By the OpenAPI document, so that a new one is found. */
    @Test
    void formula_isTextInEveryTable() {
        List<String> paths = Doors.withCsv();
        assertThat(paths).hasSizeGreaterThanOrEqualTo(6);
        for (String path : paths) {
            String customerOrRun = path.startsWith("/customers") ? "1" : String.valueOf(id);
            String csv = given().accept("text/csv")
                    .queryParams(path.equals("/runs/{id}/rejects") ? Map.of("form", "TABLE") : Map.of())
                    .get(path.replace("{id}", customerOrRun))
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();
            List<String> cells = CsvReader.builder().ofCsvRecord(csv).stream()
                    .flatMap(row -> row.getFields().stream())
                    .toList();
            assertThat(cells)
                    .as(path)
                    .hasSizeGreaterThan(5)
                    .allSatisfy(cell -> assertThat(cell)
                            .doesNotMatch("(?s)[=+@\\t\\r].*")
                            .doesNotMatch("-(?![0-9.]+$).*")
                            .doesNotContain(";="));
        }
    }

    /** What is to be corrected and loaded again has the provider's bytes. */
    @Test
    void rejects_withoutAForm_areTheFilesOwnBytes_andTheTableIsNot() {
        String records = csv("");
        assertThat(file.lines().filter(line -> !line.startsWith("1,")).toList())
                .containsExactlyElementsOf(records.lines().toList());
        assertThat(csv("?form=RECORDS")).isEqualTo(records);
        assertThat(csv("?form=TABLE"))
                .startsWith(
                        "record_number,line_number,reason,state,column,message,charge,record\r\n2,2,BAD_CUSTOMER_ID,OPEN,"
                                + "customer_id,")
                .contains(",-0.5,\"\"");
        given().accept("text/csv")
                .get("/runs/" + id + "/rejects?form=table")
                .then()
                .statusCode(400);
    }

    private String csv(String query) {
        return given().accept("text/csv")
                .get("/runs/" + id + "/rejects" + query)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
