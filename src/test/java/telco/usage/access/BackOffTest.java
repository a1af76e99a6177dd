package telco.usage.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import telco.usage.testing.SettableClock;

class BackOffTest {

    private static final String BERT = "10.0.0.7 bert";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final BackOff backOff = new BackOff(clock, 3);

    @Test
    void firstMistakes_costNothing() {
        fail(2);

        assertThat(backOff.wait(BERT)).isEmpty();
    }

    @Test
    void wait_doublesWithEachFurtherMistake_upToAMinute() {
        fail(2);
        List<Long> waits = Stream.generate(this::failAgain).limit(8).toList();

        assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void wait_isAWholeSecondUntilItIsOver() {
        fail(3);

        clock.advance(Duration.ofSeconds(1).minusNanos(1));
        assertThat(backOff.wait(BERT)).contains(Duration.ofSeconds(1));
        clock.advance(Duration.ofNanos(1));
        assertThat(backOff.wait(BERT)).isEmpty();
    }

    @Test
    void partOfASecond_countsAsAWholeOne() {
        fail(4);

        clock.advance(Duration.ofMillis(999));
        assertThat(backOff.wait(BERT)).contains(Duration.ofSeconds(2));
    }

    @Test
    void nobodyElse_waits() {
        fail(3);

        assertThat(backOff.wait("10.0.0.8 bert")).isEmpty();
    }

    @Test
    void rightPassword_isForgiveness() {
        fail(3);
        backOff.succeeded(BERT);
        fail(2);

        assertThat(backOff.wait(BERT)).isEmpty();
    }

    @Test
    void quarterOfAnHourWithoutAMistake_isForgiveness() {
        fail(2);
        clock.advance(Duration.ofMinutes(15));
        fail(2);

        assertThat(backOff.wait(BERT)).isEmpty();
    }

    @Test
    void mistakesWithinAQuarterOfAnHour_addUp() {
        fail(2);
        clock.advance(Duration.ofMinutes(15).minusNanos(1));
        fail(1);

        assertThat(backOff.wait(BERT)).isPresent();
    }

    @Test
    void tenThousandOthers_makeItForgetWhoFailedLongestAgo() {
        fail(3);
        for (int other = 1; other < 10_000; other++) {
            backOff.failed("other " + other);
        }
        assertThat(backOff.wait(BERT)).isPresent();

        backOff.failed("one more");
        assertThat(backOff.wait(BERT)).isEmpty();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            backOff.failed(BERT);
        }
    }

    private long failAgain() {
        fail(1);
        return backOff.wait(BERT).map(Duration::toSeconds).orElse(0L);
    }
}
