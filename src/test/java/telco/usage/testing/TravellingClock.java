package telco.usage.testing;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The machine's clock, ahead by as much as a test has travelled. Takes the place of the service's where a profile enables it. */
@Alternative
@Singleton
public final class TravellingClock extends Clock {

    private volatile Duration travelled = Duration.ZERO;

    public void travel(Duration duration) {
        travelled = travelled.plus(duration);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(travelled);
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
