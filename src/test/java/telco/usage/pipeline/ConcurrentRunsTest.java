package telco.usage.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.sample.GeneratedUsage;
import telco.usage.sample.SampleSpec;
import telco.usage.sample.UsageGenerator;
import telco.usage.testing.Api;
import telco.usage.testing.Gate;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.TwoWorkers;
import telco.usage.testing.Warehouse;

/** One file in two runs at a time: both have staged it before either publishes. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(TwoWorkers.class)
class ConcurrentRunsTest {

    private GeneratedUsage usage;

    @BeforeEach
    void writeFile() throws IOException {
        Warehouse.clear();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        usage = new UsageGenerator(
                        SampleSpec.of(YearMonth.of(2026, 1), 1, 20_000).withFlaws(0.01, 50))
                .writeTo(bytes);
        Api.put("same.csv", bytes.toByteArray());
    }

    @Test
    void sameFile_isLoadedByOneAndSkippedByTheOther() {
        List<JsonPath> runs = runTwice(Map.of("path", "same.csv"));
        assertThat(runs.stream().map(run -> run.getString("state")))
                .containsExactlyInAnyOrder("SUCCEEDED_WITH_WARNINGS", "SKIPPED_DUPLICATE");
        JsonPath loaded = runs.get(runs.get(0).getLong("rows.loaded") > 0 ? 0 : 1);
        JsonPath skipped = runs.get(loaded == runs.get(0) ? 1 : 0);
        assertThat(loaded.getLong("rows.loaded")).isEqualTo(usage.distinct().rows());
        assertThat(skipped.getInt("originalRunId")).isEqualTo(loaded.getInt("id"));
        assertThat(skipped.getLong("rows.loaded")).isZero();
        assertWarehouse();
    }

    @Test
    void sameFileForced_isAllDuplicatesInTheOther() {
        List<JsonPath> runs = runTwice(Map.of("path", "same.csv", "force", true));
        assertThat(runs.stream().map(run -> run.getLong("rows.loaded")))
                .containsExactlyInAnyOrder(usage.distinct().rows(), 0L);
        assertThat(runs.stream().map(run -> run.getLong("rows.duplicateInWarehouse")))
                .containsExactlyInAnyOrder(0L, usage.distinct().rows());
        assertThat(runs)
                .allSatisfy(run -> assertThat(run.getLong("rows.duplicateInFile"))
                        .isEqualTo(usage.duplicates().rows()));
        assertWarehouse();
    }

    private static List<JsonPath> runTwice(Map<String, Object> request) {
        List<Integer> ids;
        try (Gate gate = Gate.closeAtWarehouse(Warehouse.console())) {
            ids = Stream.of(request, request).map(Api::submit).toList();
            await().atMost(Duration.ofSeconds(30)).until(() -> gate.waiting() == 2);
        }
        return ids.stream().map(Api::finished).toList();
    }

    private void assertWarehouse() {
        assertThat(Warehouse.count("public.telco_billings_usage"))
                .isEqualTo(usage.distinct().rows());
        Warehouse.assertConsistent();
    }
}
