package telco.usage.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.TwoWorkers;
import telco.usage.testing.Warehouse;

/** Two runs stage the same new days side by side; the one that publishes later finds them there. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(TwoWorkers.class)
class DaysThatAppearedTest {

    /** The key of the warehouse's advisory lock, see WarehouseLock. */
    private static final String LOCK = "select pg_advisory_lock(7355608016)";

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    private static String line(int customer, String flag) {
        return customer + ",2026-03-0" + (1 + customer % 3) + "T10:00:00.000+02:00,DATA,7,0," + flag
                + ",2.5,0.5,2026-03";
    }

    private static String file(int from, int to, String flag) {
        return IntStream.range(from, to)
                .mapToObj(customer -> line(customer, flag))
                .collect(Collectors.joining("\n"));
    }

    /** Lets both runs come to PUBLISH before any may go on, and returns them finished. */
    private static List<JsonPath> publishedTogether(String one, String other) throws SQLException {
        Api.put("one.csv", one.getBytes(UTF_8));
        Api.put("other.csv", other.getBytes(UTF_8));
        int first;
        int second;
        try (Connection connection = Warehouse.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(LOCK);
            first = Api.submit(Map.of("path", "one.csv"));
            await().atMost(Duration.ofSeconds(30)).until(() -> publishing() == 1);
            second = Api.submit(Map.of("path", "other.csv"));
            await().atMost(Duration.ofSeconds(30)).until(() -> publishing() == 2);
        }
        return List.of(Api.finished(first), Api.finished(second));
    }

    private static long publishing() {
        return Warehouse.count("ingest.run_step where name = 'PUBLISH' and state = 'RUNNING'");
    }

    private static long rows(List<JsonPath> runs, String disposition) {
        return runs.stream()
                .mapToLong(run -> run.getLong("rows." + disposition))
                .sum();
    }

    @Test
    void daysThatAppearedMeanwhile_areMerged() throws SQLException {
        List<JsonPath> runs = publishedTogether(file(0, 300, "0"), file(200, 500, "0"));
        assertThat(runs).allMatch(run -> run.getString("state").equals("SUCCEEDED"));
        assertThat(runs).as("no run had to begin anew").allMatch(run -> run.getInt("attempt") == 1);
        assertThat(rows(runs, "loaded")).isEqualTo(500);
        assertThat(rows(runs, "duplicateInWarehouse")).isEqualTo(100);
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(500);
        Warehouse.assertConsistent();
    }

    @Test
    void conflictsOnDaysThatAppearedMeanwhile_areKeptAsideWithTheirRecords() throws SQLException {
        List<JsonPath> runs = publishedTogether(file(0, 100, "0"), file(90, 200, "1"));
        assertThat(rows(runs, "loaded")).isEqualTo(200);
        assertThat(rows(runs, "conflicting")).isEqualTo(10);
        assertThat(Warehouse.count(
                        "ingest.reject where reason = 'KEY_CONFLICT' and length(record) > 50 and line_number > 0"))
                .isEqualTo(10);
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(200);
        Warehouse.assertConsistent();
    }

    @Test
    void dayThatWasRetiredMeanwhile_isMadeAgain() throws SQLException {
        Api.load("before.csv", file(0, 3, "0"));
        Api.put("after.csv", file(3, 30, "0").getBytes(UTF_8));
        int run;
        try (Connection connection = Warehouse.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(LOCK);
            run = Api.submit(Map.of("path", "after.csv"));
            await().atMost(Duration.ofSeconds(30)).until(() -> publishing() == 1);
            Warehouse.execute("drop table usage_day.telco_billings_usage_2026_03_01");
            Warehouse.recount();
        }
        assertThat(Api.finished(run).getLong("rows.loaded")).isEqualTo(27);
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(2 + 27);
        Warehouse.assertConsistent();
    }

    @Test
    void sameFileTwiceAtOnce_isLoadedOnce() throws SQLException {
        List<JsonPath> runs = publishedTogether(file(0, 50, "0"), file(0, 50, "0"));
        assertThat(runs.stream().map(run -> run.getString("state")))
                .containsExactlyInAnyOrder("SUCCEEDED", "SKIPPED_DUPLICATE");
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(50);
        assertThat(Warehouse.count("ingest.loaded_file")).isEqualTo(1);
        Warehouse.assertConsistent();
    }
}
