package telco.usage.pipeline;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import telco.usage.time.Monotonic;

/** When each worker last gave a sign of life: it looked for a run, or the one that it has was seen to be under way. */
@Singleton
public final class WorkerPulse {

    private final Clock clock;
    private final Map<Thread, Instant> beats = new ConcurrentHashMap<>();

    WorkerPulse(@Monotonic Clock clock) {
        this.clock = clock;
    }

    /** How long the worker that has been silent longest has been so; zero when there is none. */
    public Duration age() {
        return beats.values().stream()
                .min(Comparator.naturalOrder())
                .map(oldest -> Duration.between(oldest, clock.instant()))
                .orElse(Duration.ZERO);
    }

    /** From here on this worker is looked after. */
    void begin(Thread worker) {
        beats.put(worker, clock.instant());
    }

    /** A sign of life; of a thread that is no worker it means nothing. */
    void beat(Thread worker) {
        beats.computeIfPresent(worker, (thread, before) -> clock.instant());
    }

    void end(Thread worker) {
        beats.remove(worker);
    }
}
