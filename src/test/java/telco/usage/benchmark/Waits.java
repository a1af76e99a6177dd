package telco.usage.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long queries took, by what ran meanwhile. Threads may share it. */
final class Waits {

    /**
     * The longest that a query took in a phase.
     *
     * @param mean of all the same queries in that phase: what of it is the query's own work
     */
    record Wait(String query, String phase, Instant start, Duration longest, Duration mean) {}

    private record Key(String phase, String query) {}

    private static final class Sum {

        private Instant start;
        private long longestNanos;
        private long allNanos;
        private long count;

        void add(Instant began, long nanos) {
            if (nanos > longestNanos) {
                longestNanos = nanos;
                start = began;
            }
            allNanos += nanos;
            count++;
        }
    }

    private final Map<Key, Sum> sums = new LinkedHashMap<>();

    synchronized void add(String phase, String query, Instant start, long nanos) {
        sums.computeIfAbsent(new Key(phase, query), key -> new Sum()).add(start, nanos);
    }

    /** One for each phase and query, the longest first. */
    synchronized List<Wait> longest() {
        return sums.entrySet().stream()
                .map(entry -> wait(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Wait::longest).reversed())
                .toList();
    }

    private static Wait wait(Key key, Sum sum) {
        return new Wait(
                key.query(),
                key.phase(),
                sum.start,
                Duration.ofNanos(sum.longestNanos),
                Duration.ofNanos(sum.allNanos / sum.count));
    }

    /** All of them together. */
    synchronized Duration total() {
        return Duration.ofNanos(
                sums.values().stream().mapToLong(sum -> sum.allNanos).sum());
    }
}
