package telco.usage.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A DAG as it is shipped, run by python3. Airflow itself is not part of the build: a stand-in among the test's resources has
 * its operators, which ask and judge as the real ones do.
 *
 * @param name of its file, without the ending
 */
public record ShippedDag(String name) {

    private static final Path STAND_IN = Path.of("src/test/resources/airflow-stub");
    private static final Path DAGS = Path.of("docker/airflow/dags");

    /** Skips the test where there is no python3. */
    public static void assumePython() {
        assumeTrue(Clients.has("python3"), "SKIPPED: there is no python3, so the DAGs are not run");
    }

    /**
     * Runs its tasks, in their order, until one fails.
     *
     * @param runId what Airflow calls this run of it
     * @param path of the file to load
     * @param login of the connection, name and password with a colon between; empty for none
     * @return tasks and requests, as the stand-in reports them
     */
    public JsonNode run(String runId, String path, String login) throws IOException, InterruptedException {
        Path output = Files.createTempFile("dag", ".json");
        ProcessBuilder python = new ProcessBuilder(
                "python3",
                "-B",
                STAND_IN.resolve("run_dag.py").toString(),
                DAGS.resolve(name + ".py").toString(),
                "http://127.0.0.1:" + RestAssured.port,
                runId,
                path);
        python.environment().put("LOGIN", login);
        Process process =
                python.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return new ObjectMapper().readTree(output.toFile());
    }
}
