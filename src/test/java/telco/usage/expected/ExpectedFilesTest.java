package telco.usage.expected;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.jdbc.Database;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.SettableClock;
import telco.usage.testing.Warehouse;

/** What is noticed of files that come late, never, out of order or twice; with real runs and a clock that the test moves. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(ExpectedFilesTest.Daily.class)
class ExpectedFilesTest {

    /** One expectation of the service itself; it looks for it when a run ends. */
    public static final class Daily implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "EXPECTED_FILES", "served: served_{yyyy-MM-dd}.csv due 00:01",
                    "EXPECTED_FILES_CHECK_INTERVAL", "1h");
        }
    }

    private static final Duration GRACE = Duration.ofHours(2);

    /** Behind the hour at which files are due, and before all that the test loads. */
    private static final Instant START =
            LocalDate.now(ZoneOffset.UTC).minusDays(1).atTime(5, 0).toInstant(ZoneOffset.UTC);

    private static final LocalDate TODAY = LocalDate.ofInstant(START, ZoneOffset.UTC);

    @Inject
    FileTelling telling;

    @Inject
    Database database;

    private final SettableClock clock = new SettableClock(START);
    private final Expectation daily = expectation("daily: d_{yyyy-MM-dd}.csv due 04:00");
    private final Expectation numbered = expectation("numbered: n_{number}.csv due 04:00");
    private ExpectedFiles files;

    private record Settings(Duration grace) implements ExpectedConfig {

        @Override
        public Optional<String> files() {
            return Optional.empty();
        }

        @Override
        public Duration checkInterval() {
            return Duration.ofMinutes(1);
        }

        @Override
        public ZoneId zone() {
            return ZoneOffset.UTC;
        }
    }

    @BeforeEach
    void nothingWasExpectedYet() {
        Warehouse.clear();
        Warehouse.execute("truncate ingest.expectation, ingest.expected_file, ingest.expected_file_event;"
                + " delete from ingest.alert_delivery; delete from ingest.alert");
        files = new ExpectedFiles(new Settings(GRACE), telling, clock);
        check(daily);
    }

    @Test
    void fileThatDoesNotCome_isLate_thenMissing_eachOnce_andRecoversWhenItIsThere() {
        assertThat(events()).isEmpty();
        clock.set(due(1).minusSeconds(1));
        check(daily);
        assertThat(events()).isEmpty();
        clock.set(due(1).plusSeconds(1));
        check(daily);
        check(daily);
        assertThat(events()).containsExactly("LATE|" + TODAY);
        clock.advance(GRACE);
        check(daily);
        check(daily);
        assertThat(events()).containsExactly("LATE|" + TODAY, "MISSING|" + TODAY);

        Api.load("d_" + TODAY + ".csv", row(1));
        check(daily);
        check(daily);
        assertThat(events()).containsExactly("LATE|" + TODAY, "MISSING|" + TODAY, "RECOVERED|" + TODAY);
        assertThat(Warehouse.rows("select kind, audience, severity from ingest.alert order by id"))
                .containsExactly("PROBLEM|PROVIDER|WARNING", "PROBLEM|PROVIDER|ERROR", "RECOVERED|PROVIDER|ERROR");
    }

    @Test
    void fileInTime_isNoEvent_packedOrNot() {
        Api.load("d_" + TODAY + ".csv", row(1));
        Api.load("d_" + TODAY.plusDays(1) + ".csv.gz", row(2));
        clock.set(due(2).plus(GRACE).plusSeconds(1));
        check(daily);
        assertThat(events()).isEmpty();
    }

    @Test
    void runThatFailed_isNoArrival() {
        assertThat(Api.load("d_" + TODAY + ".csv", "\n").getString("state")).isEqualTo("FAILED");
        clock.set(due(1).plusSeconds(1));
        check(daily);
        assertThat(events()).containsExactly("LATE|" + TODAY);
    }

    @Test
    void fileThatIsReverted_isExpectedAgain() {
        int id = Api.load("d_" + TODAY + ".csv", row(1)).getInt("id");
        clock.set(due(1).plus(GRACE).plusSeconds(1));
        check(daily);
        assertThat(events()).isEmpty();
        Api.revert(id);
        check(daily);
        assertThat(events()).containsExactly("MISSING|" + TODAY);
    }

    @Test
    void daysOfStandingStill_areAllNoticedAfterwards() {
        clock.set(due(3).plus(GRACE).plusSeconds(1));
        check(daily);
        assertThat(events())
                .containsExactly("MISSING|" + TODAY, "MISSING|" + TODAY.plusDays(1), "MISSING|" + TODAY.plusDays(2));
    }

    @Test
    void manyThatLookAtOnce_noticeItOnce() throws Exception {
        clock.set(due(1).plusSeconds(1));
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            for (var each : threads.invokeAll(IntStream.range(0, 6)
                    .mapToObj(i -> Executors.callable(() -> check(daily)))
                    .toList())) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(events()).containsExactly("LATE|" + TODAY);
        assertThat(Warehouse.count("ingest.alert")).isEqualTo(1);
    }

    @Test
    void fileBehindALaterOne_isOutOfOrder_once() {
        Api.load("d_" + TODAY.plusDays(1) + ".csv", row(1));
        int id = Api.load("d_" + TODAY + ".csv", row(2)).getInt("id");
        check(daily);
        check(daily);
        assertThat(events()).containsExactly("OUT_OF_ORDER|" + TODAY);
        assertThat(Warehouse.rows("select run_id from ingest.expected_file_event"))
                .containsExactly("" + id);
    }

    @Test
    void numberThatIsSkipped_isAGap_andRecovers() {
        check(numbered);
        Api.load("n_0007.csv", row(1));
        Api.load("n_0010.csv", row(2));
        check(numbered);
        check(numbered);
        assertThat(events()).containsExactly("GAP|8", "GAP|9");
        Api.load("n_0009.csv", row(3));
        check(numbered);
        assertThat(events()).containsExactly("GAP|8", "GAP|9", "RECOVERED|9");

        // Three have come: the fourth is missed on the fourth day.
        clock.set(due(3).plusSeconds(1));
        check(numbered);
        assertThat(events()).hasSize(3);
        clock.set(due(4).plusSeconds(1));
        check(numbered);
        assertThat(events()).hasSize(4).last().isEqualTo("LATE|" + TODAY.plusDays(4));
    }

    @Test
    void http_showsWhatIsOpen_whatWasNoticed_andTheMetricForHowLong() {
        Api.load("anything.csv", row(1));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Warehouse.count("ingest.expectation where name = 'served'") == 1);
        Warehouse.execute("update ingest.expectation set since = since - interval '3 days' where name = 'served'");
        Api.load("anything-else.csv", row(2));
        JsonPath page = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> given().get("/expected-files?pageSize=2")
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath(),
                        seen -> seen.getList("expectations[0].open").size() >= 2);
        assertThat(page.getString("expectations[0].name")).isEqualTo("served");
        assertThat(page.getString("expectations[0].files")).isEqualTo("served_{yyyy-MM-dd}.csv");
        assertThat(Instant.parse(page.getString("expectations[0].nextDueAt"))).isAfter(Instant.now());
        assertThat(page.getList("events")).hasSize(2);
        assertThat(page.getString("nextPageToken")).isNotBlank();
        assertThat(page.getString("events[0].message")).contains("served_{yyyy-MM-dd}.csv", "was due at");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                given().get("/q/metrics").then().extract().asString())
                        .containsPattern("telco_expected_file_overdue_seconds\\{expectation=\"served\",?\\} [1-9]"));
        given().get("/expected-files?pageSize=0").then().statusCode(400);
    }

    /** So many days behind the first one, when the file of the day before is due. */
    private static Instant due(int days) {
        return START.truncatedTo(ChronoUnit.DAYS).plus(days, ChronoUnit.DAYS).plus(4, ChronoUnit.HOURS);
    }

    private void check(Expectation expectation) {
        database.inTransaction(connection -> files.check(connection, expectation));
    }

    private static List<String> events() {
        return Warehouse.rows(
                "select kind, period from ingest.expected_file_event where expectation <> 'served' order by id");
    }

    private static Expectation expectation(String setting) {
        return Expectations.parse(setting, ZoneOffset.UTC).get(0);
    }

    private static String row(int customer) {
        return customer + ",2026-03-01T10:00:00.000+02:00,DATA,1,0,0,5,0.5,2026-03\n";
    }
}
