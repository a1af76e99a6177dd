package telco.usage.run;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.matchesPattern;
import static telco.usage.problem.Problems.problem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.ServiceUnderTest;

@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(QueueFullTest.NoRoom.class)
class QueueFullTest {

    /** A queue that takes nothing. */
    public static final class NoRoom implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("RUN_QUEUE_LIMIT", "0");
        }
    }

    @ConfigProperty(name = "INPUT_DIRS")
    Path input;

    @Test
    void submit_whenTheQueueIsFull() throws IOException {
        Files.writeString(input.resolve("usage.csv"), "x");
        given().post("/runs")
                .then()
                .spec(problem(ProblemCode.QUEUE_FULL, "0 runs", "RUN_QUEUE_LIMIT"))
                .header("Retry-After", matchesPattern("[1-9][0-9]*"));
    }
}
