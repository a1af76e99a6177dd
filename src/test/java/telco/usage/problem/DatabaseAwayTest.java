package telco.usage.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that was not there at the start and still is not. */
@QuarkusTest
@TestProfile(DatabaseAwayTest.NobodyListens.class)
class DatabaseAwayTest {

    /** Port 1 of this machine: refused at once. */
    public static final class NobodyListens implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.datasource.jdbc.url", "jdbc:postgresql://localhost:1/telco",
                    "quarkus.http.test-port", "0",
                    "DATA_DIR", "target/database-away",
                    "INPUT_DIRS", "target/database-away/input",
                    "CSV_FILE_PATH", "target/database-away/input/usage.csv",
                    "INBOX_DIR", "target/database-away/inbox",
                    "DEMO_DATA", "false",
                    "LOG_FILE", "target/database-away/telco_etl.log");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/runs", "/runs/1", "/runs/1/result", "/runs/1/rejects"})
    void databaseAway(String address) {
        given().get(address)
                .then()
                .spec(problem(ProblemCode.DATABASE_UNAVAILABLE, "try again"))
                .header("Retry-After", matchesPattern("[1-9][0-9]*"))
                .body("instance", equalTo(address));
    }
}
