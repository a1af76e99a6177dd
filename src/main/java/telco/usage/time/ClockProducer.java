package telco.usage.time;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clocks of the service: the one of the machine, and one that it cannot set. */
final class ClockProducer {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    @Monotonic
    Clock monotonic() {
        return new SinceStart(Instant.now(), System.nanoTime());
    }

    /** Right when it starts, and from then on as many seconds later as have passed. */
    private static final class SinceStart extends Clock {

        private final Instant start;
        private final long startNanos;

        SinceStart(Instant start, long startNanos) {
            this.start = start;
            this.startNanos = startNanos;
        }

        @Override
        public Instant instant() {
            return start.plusNanos(System.nanoTime() - startNanos);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        /** Always UTC: the service asks for nothing else. */
        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("this clock is UTC");
        }
    }
}
