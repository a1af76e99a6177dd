package telco.usage.faults;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import telco.usage.testing.Progress;

/** Counts the tries of one scenario: a fault that was struck and not recovered from is a failure. */
final class Scenario implements AutoCloseable {

    private final String name;
    private final long start = System.nanoTime();
    private final Map<String, Integer> places = new TreeMap<>();
    private int tries;
    private int recovered;
    private long end;

    Scenario(String name) {
        this.name = name;
    }

    /** @param place where in the work the fault fell */
    void struck(String place) {
        tries++;
        places.merge(place, 1, Integer::sum);
        Progress.say("  %d: %s", tries, place);
    }

    /** All is as it would be without the fault. */
    void recovered() {
        recovered++;
    }

    /** The scenario as a row of the report's table. */
    String line() {
        String fell = places.entrySet().stream()
                .map(place -> place.getValue() + " " + place.getKey())
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d | %d | %s |",
                name,
                tries,
                recovered,
                tries - recovered,
                Duration.ofNanos(end - start).toSeconds(),
                fell);
    }

    @Override
    public void close() {
        end = System.nanoTime();
        FaultReport.add(this);
    }
}
