package telco.usage.pipeline;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** {@code /q/health/live}: whether the workers turn. A database that is away is no reason to start the process again. */
@Liveness
@Singleton
final class WorkerLiveness implements HealthCheck {

    /** Longer than any answer of the database is waited for. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    private final WorkerPulse pulse;

    WorkerLiveness(WorkerPulse pulse) {
        this.pulse = pulse;
    }

    @Override
    public HealthCheckResponse call() {
        Duration age = pulse.age();
        return HealthCheckResponse.named("worker")
                .status(age.compareTo(LONGEST_SILENCE) < 0)
                .withData("secondsSinceLastTurn", age.toSeconds())
                .withData("longestSeconds", LONGEST_SILENCE.toSeconds())
                .build();
    }
}
