package telco.usage.warehouse;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.TravellingClock;
import telco.usage.testing.Warehouse;

/**
 * Whatever comes, in whatever order, while the weeks pass: after each step, all that is added up must be what counting the
 * facts gives. {@code -Dsequence.steps} and {@code -Dsequence.seed} say how long it goes on and which sequence it is.
 */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(RandomSequenceTest.OneMonth.class)
class RandomSequenceTest {

    private static final Logger LOG = Logger.getLogger(RandomSequenceTest.class);

    /** A little more than is kept: some records are too old when they come. */
    private static final Duration WINDOW = Duration.ofDays(36);

    public static final class OneMonth implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "ENABLE_RETENTION_POLICY", "true",
                    "RETENTION_PERIOD_MONTHS", "1",
                    "ANOMALY_HISTORY", "0",
                    "quarkus.log.level", "WARN");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(TravellingClock.class);
        }
    }

    private enum Operation {
        LOAD,
        LOAD_LATE,
        LOAD_OLD_AND_NEW,
        LOAD_MOST,
        REPEAT,
        CONTRADICT,
        RESEND,
        VALIDATE,
        FAIL,
        REJECT,
        REPLAY,
        REVERT,
        ERASE,
        RETIRE
    }

    @Inject
    TravellingClock clock;

    private final long seed = Long.getLong("sequence.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final RandomUsage usage = new RandomUsage(random);
    private final List<Integer> published = new ArrayList<>();
    private final List<Integer> rejecting = new ArrayList<>();
    private final Map<Operation, Integer> done = new EnumMap<>(Operation.class);
    private String lastFile = "";

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @Test
    void anySequence_leavesAllThatIsAddedUpEqualToTheFacts() {
        int steps = Integer.getInteger("sequence.steps", 200);
        for (int step = 1; step <= steps; step++) {
            Operation operation = Operation.values()[random.nextInt(Operation.values().length)];
            String where = "step " + step + ", " + operation + ", -Dsequence.seed=" + seed;
            try {
                perform(operation);
                Warehouse.assertConsistent();
            } catch (AssertionError | ConditionTimeoutException e) {
                throw new AssertionError(where, e);
            }
            done.merge(operation, 1, Integer::sum);
        }
        outlive(28);
        LOG.warnf("%d steps, seed %d: %s", steps, seed, done);
        assertThat(Warehouse.rows("select count(*) > 0 from ingest.audit where action = 'RETENTION'"))
                .containsExactly("t");
    }

    /** Whatever was drawn before, some of what comes now has become too old a week later. */
    private void outlive(int days) {
        load(usage.ofEachDay(clock.instant(), days));
        clock.travel(Duration.ofDays(7));
        load(usage.fresh(clock.instant(), Duration.ofDays(1)));
        Warehouse.assertConsistent();
    }

    private void perform(Operation operation) {
        Instant now = clock.instant();
        switch (operation) {
            case LOAD -> load(usage.fresh(now, Duration.ofDays(2)));
            case LOAD_LATE -> load(usage.fresh(now, Duration.ofDays(25)));
            case LOAD_OLD_AND_NEW -> load(usage.fresh(now, WINDOW));
            case LOAD_MOST -> loadMost(now);
            case REPEAT -> load(with(usage.repeated(), usage.fresh(now, WINDOW)));
            case CONTRADICT -> load(with(usage.fresh(now, WINDOW), usage.contradicting()));
            case RESEND -> resend();
            case VALIDATE -> validate(with(usage.fresh(now, WINDOW), usage.contradicting()));
            case FAIL -> fail(with(usage.fresh(now, WINDOW), List.of(usage.spoilt(now), usage.spoilt(now))));
            case REJECT -> load(with(usage.fresh(now, WINDOW), List.of(usage.spoilt(now), usage.spoilt(now))));
            case REPLAY -> replay(now);
            case REVERT -> revert();
            case ERASE -> erase();
            case RETIRE -> retire();
        }
    }

    /** Most of what there is comes with one file, as the first of a warehouse does; and goes with it now and then. */
    private void loadMost(Instant now) {
        load(usage.ofEachDay(now, 28));
        if (random.nextBoolean() && !published.isEmpty()) {
            revert(published.size() - 1);
        }
    }

    private static List<String> with(List<String> lines, List<String> more) {
        List<String> all = new ArrayList<>(lines);
        all.addAll(more);
        return all;
    }

    private void load(List<String> lines) {
        lastFile = "usage-%d.csv".formatted(random.nextInt(20));
        put(lastFile, lines);
        keep(Api.load(Map.of("path", lastFile, "maxRejectRatio", 1)));
    }

    private void resend() {
        if (!lastFile.isEmpty()) {
            keep(Api.load(Map.of("path", lastFile, "force", true, "maxRejectRatio", 1)));
        }
    }

    private static void put(String name, List<String> lines) {
        Api.put(name, (String.join("\n", lines) + "\n").getBytes(UTF_8));
    }

    private void keep(JsonPath run) {
        assertThat(run.getString("state"))
                .as(run.prettify())
                .isIn("SUCCEEDED", "SUCCEEDED_WITH_WARNINGS", "SKIPPED_DUPLICATE");
        if (run.getInt("rows.loaded") > 0) {
            published.add(run.getInt("id"));
        }
        if (run.getInt("rows.rejected") + run.getInt("rows.conflicting") > 0) {
            rejecting.add(run.getInt("id"));
        }
    }

    private void validate(List<String> lines) {
        put("looked-at.csv", lines);
        Api.load(Map.of("path", "looked-at.csv", "validateOnly", true));
    }

    private void fail(List<String> lines) {
        put("bad.csv", lines);
        JsonPath run = Api.load(Map.of("path", "bad.csv", "maxRejects", 1));
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("FAILED");
    }

    /** In the place of the rejects of a run, other records. */
    private void replay(Instant now) {
        if (rejecting.isEmpty()) {
            return;
        }
        int origin = rejecting.remove(random.nextInt(rejecting.size()));
        String corrected = String.join("\n", usage.fresh(now, WINDOW)) + "\n";
        var answer =
                given().contentType("text/csv").body(corrected.getBytes(UTF_8)).post("/runs/" + origin + "/replay");
        // Its origin may have been reverted meanwhile.
        assertThat(answer.statusCode()).as(answer.asString()).isIn(202, 409);
        if (answer.statusCode() == 202) {
            JsonPath run = Api.finished(answer.path("id"));
            if (run.getInt("rows.loaded") > 0) {
                published.add(run.getInt("id"));
            }
        }
    }

    private void revert() {
        if (!published.isEmpty()) {
            revert(random.nextInt(published.size()));
        }
    }

    private void revert(int position) {
        int run = published.remove(position);
        int status = given().post("/runs/" + run + "/revert").statusCode();
        // A replayed run's rejects are settled by its replay only while that is there.
        assertThat(status).isIn(200, 409);
        if (status == 200) {
            assertThat(Warehouse.count("public.telco_billings_usage where run_id = " + run))
                    .isZero();
        }
    }

    private void erase() {
        int customer = usage.customer();
        assertThat(given().delete("/customers/" + customer + "/usage").statusCode())
                .isEqualTo(200);
        assertThat(Warehouse.count("public.telco_billings_usage where customer_id = " + customer))
                .isZero();
    }

    /** Time passes, and what is too old by then leaves behind the next load. */
    private void retire() {
        clock.travel(Duration.ofMinutes(random.nextInt(random.nextInt(8) == 0 ? 40_000 : 4_000)));
        load(usage.fresh(clock.instant(), Duration.ofDays(1)));
        assertThat(Warehouse.count("public.telco_billings_usage where event_start_time < timestamptz '"
                        + clock.instant()
                                .atZone(ZoneOffset.UTC)
                                .minusMonths(1)
                                .minusMinutes(1)
                                .toInstant()
                        + "'"))
                .isZero();
    }
}
