package telco.usage.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.alert.Outbox;
import telco.usage.audit.Actor;
import telco.usage.jdbc.Database;
import telco.usage.problem.ProblemException;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Retention that happens without a run: when, once, what is told of it, and what somebody has to agree to. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class RetentionScheduleTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String ALERTS =
            "select kind, audience, severity, notice ->> 'subject' from ingest.alert where grouped_into is null order by id";

    private static final String FAILED = "PROBLEM|OPERATIONS|ERROR|[telco usage] RETENTION FAILED";
    private static final String WAITS = "PROBLEM|OPERATIONS|WARNING|[telco usage] RETENTION waits to be confirmed";
    private static final String RECOVERED = "RECOVERED|OPERATIONS|ERROR|[telco usage] RECOVERED: retention";

    @Inject
    Database database;

    @Inject
    Outbox outbox;

    private RetentionUnderTest six;
    private long before;

    @BeforeEach
    void loadManyMonths() {
        Warehouse.clear();
        RetentionUnderTest.load();
        six = RetentionUnderTest.of(database, outbox, 6);
        before = RetentionUnderTest.lastRecord();
    }

    @Test
    void check_removesWithoutAnyRun_onceInAnInterval() {
        six.schedule().check();
        assertThat(RetentionUnderTest.tooOld()).isZero();
        assertThat(Warehouse.rows("select period_months, confirmed_by, last_success_at = '" + RetentionUnderTest.NOW
                        + "' from ingest.retention_state"))
                .containsExactly("6||t");
        long last = RetentionUnderTest.lastRecord();

        // More rows are too old by then, and nobody looks yet.
        six.clock().advance(RetentionUnderTest.INTERVAL.minusSeconds(1));
        six.schedule().check();
        assertThat(RetentionUnderTest.lastRecord()).isEqualTo(last);
        six.clock().advance(Duration.ofSeconds(1));
        six.schedule().check();
        assertThat(Warehouse.rows("select min(event_start_time) >= '2020-04-16T12:34:56.789012Z', count(*)"
                        + " from public.telco_billings_usage"))
                .containsExactly("t|10");
        assertThat(Warehouse.rows(ALERTS)).isEmpty();
        Warehouse.assertConsistent();
    }

    @Test
    void intervalOfZero_leavesItToTheLoads() {
        RetentionUnderTest.of(database, outbox, 6, Duration.ZERO, SOON)
                .schedule()
                .check();
        assertThat(RetentionUnderTest.tooOld()).isEqualTo(10);
    }

    @Test
    void manyInstances_removeItOnce() throws Exception {
        RetentionPlan plan = six.plans().present();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (var each : threads.invokeAll(Stream.generate(
                            () -> Executors.callable(() -> six.schedule().check()))
                    .limit(4)
                    .toList())) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(RetentionUnderTest.recordedSince(before)).isEqualTo(RetentionUnderTest.planned(plan));
        assertThat(Warehouse.count("pg_locks where locktype = 'advisory'")).isZero();
        Warehouse.assertConsistent();
    }

    @Test
    void readerThatGoes_delaysIt_andOtherReadersAreNotKeptWaiting() throws Exception {
        CompletableFuture<Void> removal;
        try (Connection reader = readerOfFacts()) {
            removal = CompletableFuture.runAsync(() -> six.schedule().check());
            awaitItsTurn();
            assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(24);
            assertThat(removal).isNotDone();
            reader.rollback();
        }
        removal.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(RetentionUnderTest.tooOld()).isZero();
        Warehouse.assertConsistent();
    }

    @Test
    void readerThatNeverGoes_isTold_andItIsTriedAgain_andToldWhenItIsOver() throws Exception {
        RetentionUnderTest hasty =
                RetentionUnderTest.of(database, outbox, 6, RetentionUnderTest.INTERVAL, Duration.ofSeconds(2));
        try (Connection reader = readerOfFacts()) {
            hasty.schedule().check();
            assertThat(RetentionUnderTest.lastRecord()).isEqualTo(before);
            assertThat(Warehouse.rows(ALERTS)).containsExactly(FAILED);
            assertThat(hasty.plans().present().lastRun().failure()).contains("lock timeout");
            // Not at once, and told once.
            hasty.schedule().check();
            hasty.clock().advance(Duration.ofMinutes(10));
            hasty.schedule().check();
            assertThat(Warehouse.rows(ALERTS)).containsExactly(FAILED);
            assertThat(Warehouse.count("ingest.alert")).isEqualTo(2);
            reader.rollback();
        }
        Warehouse.assertConsistent();
        hasty.clock().advance(Duration.ofMinutes(10));
        hasty.schedule().check();
        assertThat(RetentionUnderTest.tooOld()).isZero();
        assertThat(Warehouse.rows(ALERTS)).containsExactly(FAILED, RECOVERED);
        assertThat(hasty.plans().present().lastRun().failure()).isNull();
        Warehouse.assertConsistent();
    }

    @Test
    void failure_leavesWhatWasRemovedBefore_andNothingElse() {
        Warehouse.execute("""
                create function ingest.refuse_march() returns trigger language plpgsql as $$
                begin
                    raise exception 'refused on purpose';
                end
                $$;
                create trigger refuse_march before insert on ingest.retention_record
                    for each row when (new.month = '2020-03') execute function ingest.refuse_march()
                """);
        try {
            six.schedule().check();
        } finally {
            Warehouse.execute("drop function ingest.refuse_march() cascade");
        }
        assertThat(Warehouse.rows(ALERTS)).containsExactly(FAILED);
        assertThat(Warehouse.rows("select notice ->> 'error' from ingest.alert").get(0))
                .contains("refused on purpose");
        assertThat(Warehouse.rows("select distinct to_char(day, 'YYYY-MM') from ingest.retention_record where id > "
                        + before + " order by 1"))
                .containsExactly("2020-01", "2020-02");
        assertThat(RetentionUnderTest.tooOld()).isEqualTo(5);
        Warehouse.assertConsistent();
    }

    @Test
    void moreThanHalf_waitsUntilSomebodyConfirms_andIsToldOnce() {
        RetentionUnderTest three = RetentionUnderTest.of(database, outbox, 3);
        three.schedule().check();
        three.schedule().check();
        RetentionPlan plan = three.plans().present();
        assertThat(plan.confirmationNeeded()).isTrue();
        assertThat(plan.rows()).isEqualTo(19);
        assertThat(RetentionUnderTest.lastRecord()).isEqualTo(before);
        assertThat(Warehouse.rows(ALERTS)).containsExactly(WAITS);
        assertThat(Warehouse.rows("select notice ->> 'headline', notice ->> 'advice' from ingest.alert")
                        .get(0))
                .contains(
                        "RETENTION_PERIOD_MONTHS=3 would remove 19 of 24 rows",
                        "curl",
                        "{\"periodMonths\": 3, \"why\": \"…\"}",
                        "http://telco.example/retention/confirm");

        // What was confirmed is done by the next look, however long it is until the next time.
        Warehouse.execute("update ingest.retention_state set last_success_at = '" + RetentionUnderTest.NOW + "'");
        RetentionPlan confirmed = three.plans().confirm(3, new Actor("anna"), "the contract has ended");
        assertThat(confirmed.confirmationNeeded()).isFalse();
        assertThat(confirmed.inForce().periodMonths()).isEqualTo(3);
        assertThat(confirmed.inForce().confirmedBy()).isEqualTo("anna");
        three.schedule().check();
        assertThat(RetentionUnderTest.recordedSince(before)).isEqualTo(RetentionUnderTest.planned(plan));
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(5);
        assertThat(Warehouse.rows(ALERTS)).containsExactly(WAITS, RECOVERED.replace("ERROR", "WARNING"));
        assertThat(Warehouse.rows("select actor, run_id, detail from ingest.audit where action = 'CONFIRM_RETENTION'"
                        + " order by id desc limit 1"))
                .containsExactly(
                        "anna||Confirmed a retention period of 3 months, by which 19 of 24 rows go: the contract has ended");
        Warehouse.assertConsistent();
    }

    @Test
    void half_needsNoConfirmation() {
        // Two microseconds later twelve of the 24 are too old: half, to the row.
        Warehouse.execute("update ingest.retention_state set period_months = 7");
        six.clock().advance(Duration.ofNanos(2_000));
        assertThat(six.plans().present().rows()).isEqualTo(12);
        assertThat(six.plans().present().confirmationNeeded()).isFalse();
        six.schedule().check();
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(12);
        assertThat(six.plans().present().inForce().periodMonths()).isEqualTo(6);
        Warehouse.assertConsistent();
    }

    @Test
    void longerPeriod_isInForceByItself_andShorteningItAgainIsNot() {
        RetentionUnderTest.putInForce(3);
        six.schedule().check();
        assertThat(six.plans().present().inForce().periodMonths()).isEqualTo(6);
        RetentionUnderTest three = RetentionUnderTest.of(database, outbox, 3);
        three.clock().advance(RetentionUnderTest.INTERVAL);
        three.schedule().check();
        assertThat(three.plans().present().confirmationNeeded()).isTrue();
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(14);
        Warehouse.assertConsistent();
    }

    @Test
    void moreThanHalfByThePeriodInForce_goes() {
        RetentionUnderTest.putInForce(3);
        RetentionUnderTest three = RetentionUnderTest.of(database, outbox, 3);
        assertThat(three.plans().present().confirmationNeeded()).isFalse();
        three.schedule().check();
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(5);
        Warehouse.assertConsistent();
    }

    @Test
    void confirm_isRefused_whenAnotherPeriodIsSet_orNothingWaits() {
        RetentionUnderTest three = RetentionUnderTest.of(database, outbox, 3);
        assertThatThrownBy(() -> three.plans().confirm(2, Actor.SERVICE, "a slip"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("RETENTION_PERIOD_MONTHS is 3, not 2");
        assertThatThrownBy(() -> six.plans().confirm(6, Actor.SERVICE, "a slip"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("nothing to confirm");
        assertThat(six.plans().present().inForce().periodMonths()).isNull();
    }

    private static Connection readerOfFacts() throws Exception {
        Connection reader = Warehouse.connect();
        reader.setAutoCommit(false);
        try (Statement statement = reader.createStatement()) {
            statement.execute("select count(*) from public.telco_billings_usage");
        }
        return reader;
    }

    private static void awaitItsTurn() {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() ->
                        Warehouse.count("pg_stat_activity where query like 'lock table public.telco_billings_usage%'")
                                > 0);
    }
}
