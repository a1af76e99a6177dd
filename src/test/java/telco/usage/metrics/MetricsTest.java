package telco.usage.metrics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import telco.usage.jdbc.Database;
import telco.usage.run.Disposition;
import telco.usage.run.Finding;
import telco.usage.run.Run;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFinished;
import telco.usage.run.RunState;
import telco.usage.run.Runs;
import telco.usage.run.Severity;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.StoredRun;

@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class MetricsTest {

    /** Later than any run of another test on the same database, so that it is the last. */
    private static final Instant LATE = Instant.parse("2999-01-01T00:00:00Z");

    @Inject
    Event<RunFinished> finished;

    @Inject
    Database database;

    @Inject
    Runs runs;

    private final List<Run> stored = new ArrayList<>();

    @AfterEach
    void removeStoredRuns() {
        stored.forEach(run -> StoredRun.remove(database, run));
    }

    @Test
    void counters_afterPublishedRun_growByWhatItDid() {
        Run run = save(StoredRun.published(RunState.SUCCEEDED_WITH_WARNINGS, LATE)
                .counting(Disposition.READ, 100, "9.5")
                .counting(Disposition.LOADED, 97, "9")
                .counting(Disposition.REJECTED, 3, "0.5")
                .withReject(4, "BAD_CHARGE", "charge", "bad")
                .withReject(5, "BAD_CHARGE", "charge", "bad")
                .withReject(6, "NUL_BYTE", null, "bad"));
        Scrape before = Scrape.now();

        finished.fire(new RunFinished(run));

        Scrape after = Scrape.now();
        assertThat(after.growth(before, "telco_runs_total{outcome=\"SUCCEEDED_WITH_WARNINGS\",trigger=\"API\"}"))
                .isEqualTo(1);
        assertThat(after.growth(before, "telco_rows_total{disposition=\"read\"}"))
                .isEqualTo(100);
        assertThat(after.growth(before, "telco_rows_total{disposition=\"loaded\"}"))
                .isEqualTo(97);
        assertThat(after.growth(before, "telco_rejects_total{reason=\"BAD_CHARGE\"}"))
                .isEqualTo(2);
        assertThat(after.growth(before, "telco_rejects_total{reason=\"NUL_BYTE\"}"))
                .isEqualTo(1);
        assertThat(after.growth(before, "telco_read_bytes_total")).isEqualTo(1234);
        assertThat(after.growth(before, "telco_step_duration_seconds_sum{step=\"LOAD\"}"))
                .isCloseTo(8, within(1e-9));
        assertThat(after.growth(before, "telco_step_duration_seconds_count{step=\"PUBLISH\"}"))
                .isEqualTo(1);
    }

    @Test
    void counters_afterFailedRun_countTheRunButNotItsRows() {
        Run run = save(StoredRun.failed(RunErrorCode.TOO_MANY_REJECTS, "too many")
                .counting(Disposition.READ, 100, "9.5")
                .counting(Disposition.REJECTED, 100, "9.5")
                .withReject(4, "BAD_ENCODING", null, "bad"));
        Scrape before = Scrape.now();

        finished.fire(new RunFinished(run));

        Scrape after = Scrape.now();
        assertThat(after.growth(before, "telco_runs_total{outcome=\"FAILED\",trigger=\"API\"}"))
                .isEqualTo(1);
        assertThat(after.growth(before, "telco_rows_total{disposition=\"read\"}"))
                .isZero();
        assertThat(after.growth(before, "telco_rejects_total{reason=\"BAD_ENCODING\"}"))
                .isZero();
    }

    @Test
    void gauges_followTheRunTable() {
        save(StoredRun.queued());
        save(StoredRun.running());
        save(StoredRun.published(RunState.SUCCEEDED_WITH_WARNINGS, LATE)
                .with(new Finding("test_check", Severity.WARNING, 3, 100, "three")));

        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            Scrape now = Scrape.now();
            // Not a growth: what other tests have left in the queue may be worked off meanwhile.
            assertThat(now.value("telco_runs_queued")).isPositive().isEqualTo(runs.queued());
            assertThat(now.value("telco_runs_active")).isPositive();
            assertThat(now.value("telco_last_success_timestamp_seconds")).isEqualTo(LATE.getEpochSecond());
            assertThat(now.value("telco_dq_findings{check=\"test_check\",severity=\"WARNING\"}"))
                    .isEqualTo(3);
        });
    }

    @Test
    void health_saysWhatItLookedAt() {
        assertThat(given().get("/q/health/live").jsonPath().getList("checks.name"))
                .contains("worker", "inbox");
        assertThat(given().get("/q/health/ready").jsonPath().getMap("checks.find { it.name == 'disk' }.data"))
                .containsKeys("archiveFreeBytes", "inboxFreeBytes", "spoolFreeBytes", "uploadFreeBytes");
    }

    @Test
    void scrape_namesTheVersionAndWhatHasNotHappenedYet() {
        Scrape now = Scrape.now();
        assertThat(now.text()).contains("telco_build_info{version=\"");
        assertThat(now.value("telco_runs_total{outcome=\"CANCELLED\",trigger=\"REPLAY\"}"))
                .isZero();
        assertThat(now.value("telco_alerts_total{channel=\"MAIL\",outcome=\"GIVEN_UP\"}"))
                .isZero();
    }

    private Run save(StoredRun run) {
        Run saved = run.save(database, runs);
        stored.add(saved);
        return saved;
    }

    private record Scrape(String text) {

        static Scrape now() {
            return new Scrape(given().when()
                    .get("/q/metrics")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString());
        }

        /** The value of the series; 0 when it is not there, as for a counter whose reason has not come up. */
        double value(String series) {
            return text.lines()
                    .filter(line -> line.startsWith(series + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                    .findFirst()
                    .orElse(0);
        }

        double growth(Scrape before, String series) {
            return value(series) - before.value(series);
        }
    }
}
