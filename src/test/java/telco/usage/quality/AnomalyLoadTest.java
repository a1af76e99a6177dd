package telco.usage.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.quality.anomaly.Anomalies;
import telco.usage.sample.SampleSpec;
import telco.usage.sample.UsageGenerator;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Weekly files, loaded one after the other as they come: what is said of one that is unlike the others. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class AnomalyLoadTest {

    private static final LocalDate FIRST = LocalDate.of(2016, 1, 4);

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @Test
    void fileUnlikeTheOthers_isLoadedWithAFinding_andTheOthersWithout() throws IOException {
        List<String> lines = lines();
        for (int week = 0; week < 6; week++) {
            JsonPath run = Api.load("weekly_%02d.csv".formatted(week), week(lines, week, false));
            assertThat(run.getString("state")).as(run.prettify()).isEqualTo("SUCCEEDED");
            assertThat(run.getList("checks.check", String.class)).containsAll(Anomalies.CHECKS);
            assertThat(run.getInt("checks.find { it.check == 'anomaly_rows' }.checked"))
                    .as("the first four have too few before them")
                    .isEqualTo(week < Anomalies.FEWEST ? 0 : 8);
        }
        JsonPath spoiled = Api.load("weekly_06.csv", week(lines, 6, true));
        assertThat(spoiled.getString("state")).as(spoiled.prettify()).isEqualTo("SUCCEEDED_WITH_WARNINGS");
        assertThat(spoiled.getString("findings.find { it.check == 'anomaly_event_types' }.message"))
                .startsWith("Unlike the files before it: ")
                .contains("VOICE");
        assertThat(spoiled.getString("findings.find { it.check == 'anomaly_rows' }.samples[0].record"))
                .contains(" rows a day, usually ", " in 6 files like it");

        // Another kind of file has no past, and what was taken back is none.
        JsonPath other = Api.load("other_07.csv", week(lines, 7, false));
        assertThat(other.getInt("checks.find { it.check == 'anomaly_rows' }.checked"))
                .isZero();
    }

    private static List<String> lines() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new UsageGenerator(SampleSpec.of(YearMonth.of(2016, 1), 3, 60_000).withFlaws(0, 0)).writeTo(out);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String week(List<String> lines, int week, boolean withoutCalls) {
        LocalDate start = FIRST.plusWeeks(week);
        return lines.stream()
                .filter(line -> {
                    LocalDate date = LocalDate.parse(line.split(",")[1].substring(0, 10));
                    return !date.isBefore(start) && date.isBefore(start.plusWeeks(1));
                })
                .filter(line -> !withoutCalls || !line.split(",")[2].equals("VOICE"))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
