package telco.usage.inbox;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** {@code /q/health/live}: whether the inbox is looked at. */
@Liveness
@Singleton
final class InboxLiveness implements HealthCheck {

    /** A large file may have to be copied to an archive on another, slow disk. */
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(15);

    private final InboxPoller poller;

    InboxLiveness(InboxPoller poller) {
        this.poller = poller;
    }

    @Override
    public HealthCheckResponse call() {
        Duration age = poller.lookAge();
        return HealthCheckResponse.named("inbox")
                .status(age.compareTo(LONGEST_LOOK) < 0)
                .withData("secondsSinceLastLook", age.toSeconds())
                .withData("longestSeconds", LONGEST_LOOK.toSeconds())
                .build();
    }
}
