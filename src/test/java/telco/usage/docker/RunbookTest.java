package telco.usage.docker;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;

/** Whoever follows the runbook at night does not want to find out that a command is wrong. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class RunbookTest {

    /** Instead of the run of the runbook's examples, which another test may have made. */
    private static final String NO_RUN = "2000000000";

    @Inject
    Database database;

    @Test
    void statements_fitTheTables() throws IOException {
        List<String> statements = Runbook.read().statements();
        assertThat(statements).hasSizeGreaterThan(8);
        assertThat(statements)
                .allSatisfy(statement -> assertThat(database.<List<String>>withConnection(connection ->
                                Sql.of("explain " + statement).list(connection, row -> row.getString("QUERY PLAN"))))
                        .isNotEmpty());
    }

    @Test
    void requests_areThoseOfTheApi() throws IOException {
        // Another test may have left it, and then it would be loaded.
        Files.deleteIfExists(Api.inputDirectory().resolve("usage.csv"));
        List<List<String>> requests = Runbook.read().requests();
        assertThat(requests).hasSizeGreaterThan(15);
        assertThat(requests).allSatisfy(RunbookTest::assertUnderstood);
    }

    /** What it names is not there, and that is all that may be wrong. */
    private static void assertUnderstood(List<String> words) {
        Response answer = send(words);
        if (answer.statusCode() != 200) {
            assertThat(answer.jsonPath().getString("code"))
                    .as("%s: %s", words, answer.asString())
                    .isIn("RUN_NOT_FOUND", "FILE_NOT_FOUND", "STATE_CONFLICT");
        }
    }

    private static Response send(List<String> words) {
        RequestSpecification request = given().urlEncodingEnabled(false);
        String method = "GET";
        String address = null;
        for (int i = 1; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-X" -> method = words.get(++i);
                case "-H" -> {
                    String[] header = words.get(++i).split(": ", 2);
                    request.header(header[0], header[1]);
                }
                case "-d" -> request.body(words.get(++i));
                case "--data-binary" -> {
                    assertThat(words.get(++i)).startsWith("@");
                    request.body("1,2026-03-01T10:00:00.000Z,DATA,1,0,0,5,0.5,2026-03");
                }
                case "-o" -> i++;
                default -> address = words.get(i);
            }
        }
        assertThat(address).as("%s", words).startsWith("localhost:8080/");
        return request.request(method, address.replace("localhost:8080", "").replace("/17", "/" + NO_RUN));
    }

    @Test
    void panels_areOnTheDashboards() throws IOException {
        assertThat(Dashboard.all().stream()
                        .flatMap(dashboard -> dashboard.panels().stream())
                        .map(Dashboard.Panel::name)
                        .collect(toSet()))
                .containsAll(Runbook.read().panels());
        assertThat(Runbook.read().panels()).hasSizeGreaterThan(10);
    }
}
