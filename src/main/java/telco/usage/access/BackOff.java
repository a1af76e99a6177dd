package telco.usage.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down who guesses: after some wrong passwords in a row the next try must wait a second, then two, four, up to a
 * minute. It is forgotten after a right password, or a quarter of an hour without a wrong one.
 */
final class BackOff {

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration MEMORY = Duration.ofMinutes(15);

    /** More than one network can be busy with; beyond it the one that failed longest ago is forgotten. */
    private static final int MOST = 10_000;

    private record Failures(int count, Instant last) {}

    private final Clock clock;
    private final int free;
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    /** @param free so many wrong passwords cost nothing: people mistype */
    BackOff(Clock clock, int free) {
        this.clock = clock;
        this.free = free;
    }

    /**
     * How long whoever this is must still wait, rounded up to whole seconds: in what a caller is told, 0 would be an
     * invitation to be refused again. Empty when they may try.
     */
    synchronized Optional<Duration> wait(String who) {
        Failures failed = failures.get(who);
        if (failed == null || failed.count() < free) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), failed.last().plus(pause(failed.count())));
        return left.isNegative() || left.isZero()
                ? Optional.empty()
                : Optional.of(left.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS));
    }

    private Duration pause(int count) {
        Duration pause = Duration.ofSeconds(1L << Math.min(count - free, 10));
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }

    synchronized void failed(String who) {
        Instant now = clock.instant();
        forgetBefore(now.minus(MEMORY));
        Failures before = failures.remove(who);
        failures.put(who, new Failures(before == null ? 1 : before.count() + 1, now));
        if (failures.size() > MOST) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    /** They are in the order of their last failure. */
    private void forgetBefore(Instant instant) {
        Iterator<Failures> oldest = failures.values().iterator();
        while (oldest.hasNext() && !oldest.next().last().isAfter(instant)) {
            oldest.remove();
        }
    }

    synchronized void succeeded(String who) {
        failures.remove(who);
    }
}
