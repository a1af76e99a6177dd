package telco.usage.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** The DAGs as they are shipped, run against the service. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class AirflowDagTest {

    private static final String ROW = "1,2026-03-01T10:00:00.000+02:00,DATA,1,0,0,5,0.5,2026-03\n";

    @BeforeEach
    void emptyWarehouse() {
        ShippedDag.assumePython();
        Warehouse.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"telco_usage_load", "telco_usage_load_deferrable"})
    void dag_loadsItsFile_andAsksUntilItIsDone(String dag) throws Exception {
        Api.put("weekly \"1\".csv", ROW.getBytes(StandardCharsets.UTF_8));
        JsonNode report = run(dag, "manual__2026-03-02T06:00:00+00:00", "weekly \"1\".csv");

        assertThat(report.at("/tasks").findValuesAsText("task")).containsExactly("submit", "wait", "check");
        assertThat(report.at("/tasks").findValuesAsText("state"))
                .as(report.toString())
                .containsExactly("success", "success", "success");
        assertThat(report.at("/tasks/1/after/0").asText()).isEqualTo("submit");
        assertThat(report.at("/tasks/2/after/0").asText()).isEqualTo("wait");
        assertThat(report.at("/tasks/2/result").asText()).isEqualTo("SUCCEEDED");
        assertThat(report.at("/requests/0/status").asInt()).isEqualTo(202);
        assertThat(Warehouse.count("telco_billings_usage")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"telco_usage_load", "telco_usage_load_deferrable"})
    void fileThatFails_failsTheLastTask_withTheReason(String dag) throws Exception {
        Api.put("broken.csv", "broken\n".getBytes(StandardCharsets.UTF_8));
        JsonNode report = run(dag, "scheduled__1", "broken.csv");

        assertThat(report.at("/tasks").findValuesAsText("state"))
                .as(report.toString())
                .containsExactly("success", "success", "failed");
        assertThat(report.at("/tasks/2/kind").asText()).isEqualTo("AirflowFailException");
        assertThat(report.at("/tasks/2/error").asText()).contains("is FAILED: WRONG_COLUMN_COUNT broken.csv line 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"telco_usage_load", "telco_usage_load_deferrable"})
    void fileThatIsNotThere_failsTheFirstTask(String dag) throws Exception {
        JsonNode report = run(dag, "scheduled__1", "missing.csv");
        assertThat(report.at("/tasks").findValuesAsText("state")).containsExactly("failed");
        assertThat(report.at("/tasks/0/error").asText()).isEqualTo("404:Not Found");
        assertThat(report.at("/tasks/0/log").toString()).contains("FILE_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"telco_usage_load", "telco_usage_load_deferrable"})
    void fileThatIsMended_isLoadedByANewDagRunOnly(String dag) throws Exception {
        Api.put("mended.csv", "broken\n".getBytes(StandardCharsets.UTF_8));
        JsonNode failed = run(dag, "scheduled__1", "mended.csv");
        Api.put("mended.csv", ROW.getBytes(StandardCharsets.UTF_8));

        JsonNode cleared = run(dag, "scheduled__1", "mended.csv");
        assertThat(cleared.at("/tasks/0/result")).isEqualTo(failed.at("/tasks/0/result"));
        assertThat(cleared.at("/tasks/2/state").asText()).isEqualTo("failed");
        JsonNode triggered = run(dag, "manual__2", "mended.csv");
        assertThat(triggered.at("/tasks/2/result").asText()).isEqualTo("SUCCEEDED");
    }

    /** A worker that dies behind its request makes it again, in another try. */
    @ParameterizedTest
    @ValueSource(strings = {"telco_usage_load", "telco_usage_load_deferrable"})
    void secondTry_findsTheRunOfTheFirst(String dag) throws Exception {
        Api.put("again.csv", ROW.getBytes(StandardCharsets.UTF_8));
        JsonNode first = run(dag, "scheduled__2026-03-02", "again.csv");
        JsonNode second = run(dag, "scheduled__2026-03-02", "again.csv");
        assertThat(second.at("/tasks/0/result")).isEqualTo(first.at("/tasks/0/result"));
        JsonNode nextWeek = run(dag, "scheduled__2026-03-09", "again.csv");
        assertThat(nextWeek.at("/tasks/0/result")).isNotEqualTo(first.at("/tasks/0/result"));
        assertThat(nextWeek.at("/tasks/2/result").asText()).isEqualTo("SKIPPED_DUPLICATE");
    }

    private static JsonNode run(String dag, String runId, String path) throws IOException, InterruptedException {
        return new ShippedDag(dag).run(runId, path, "");
    }
}
