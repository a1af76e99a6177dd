package telco.usage.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import telco.usage.testing.SettableClock;

class WorkerLivenessTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T00:00:00Z"));
    private final WorkerPulse pulse = new WorkerPulse(clock);
    private final WorkerLiveness liveness = new WorkerLiveness(pulse);

    @Test
    void worker_thatGivesNoSignOfLife_isToBeStartedAgain() {
        pulse.begin(Thread.currentThread());
        clock.advance(Duration.ofMinutes(4));
        assertThat(liveness.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        clock.advance(Duration.ofMinutes(2));
        assertThat(liveness.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(liveness.call().getData())
                .hasValueSatisfying(data -> assertThat(data).containsEntry("secondsSinceLastTurn", 360L));

        pulse.beat(Thread.currentThread());
        assertThat(liveness.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    @Test
    void worker_thatHasEnded_isNotWaitedFor() {
        pulse.begin(Thread.currentThread());
        pulse.end(Thread.currentThread());
        pulse.beat(Thread.currentThread());
        clock.advance(Duration.ofHours(1));

        assertThat(liveness.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }
}
