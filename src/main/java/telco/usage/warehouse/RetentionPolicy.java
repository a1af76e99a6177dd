package telco.usage.warehouse;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How long usage may be kept. */
@ConfigMapping(prefix = "telco.retention")
public interface RetentionPolicy {

    /** The longest period: a hundred years. */
    int MOST_MONTHS = 1200;

    /** ENABLE_RETENTION_POLICY: off unless switched on. */
    boolean enabled();

    /** RETENTION_PERIOD_MONTHS. */
    @WithName("period-months")
    int months();

    /** The instant before which nothing may be kept: so many calendar months ago, in UTC; empty when all may be kept. */
    default Optional<Instant> keepFrom(Clock clock) {
        return enabled() ? Optional.of(monthsBefore(clock.instant(), months())) : Optional.empty();
    }

    /** So many calendar months earlier, in UTC; to the microsecond, which is what the database knows of an instant. */
    static Instant monthsBefore(Instant now, int months) {
        return now.atOffset(ZoneOffset.UTC)
                .minusMonths(months)
                .truncatedTo(ChronoUnit.MICROS)
                .toInstant();
    }
}
