package telco.usage.benchmark;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that was measured, as it comes in. */
final class Results {

    /**
     * One load.
     *
     * @param bareSeconds what the bare COPY of its file took just before; empty where there was none
     */
    record Load(String phase, UsageFile file, Optional<Double> bareSeconds, LoaderService.Timed timed) {}

    private final Map<Figure, List<Double>> figures = new EnumMap<>(Figure.class);
    private final List<Load> loads = new ArrayList<>();
    private final List<Waits.Wait> waits = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    void add(Figure figure, double value) {
        figures.computeIfAbsent(figure, key -> new ArrayList<>()).add(value);
    }

    void add(Load load) {
        loads.add(load);
    }

    void add(List<Waits.Wait> longest) {
        waits.addAll(longest);
        longest.stream()
                .mapToDouble(wait -> wait.longest().toNanos() / 1e6)
                .max()
                .ifPresent(millis -> add(Figure.READER, millis));
    }

    /** Adds a sentence to the report. */
    void note(String note) {
        notes.add(note);
    }

    Optional<Samples> samples(Figure figure) {
        return Optional.ofNullable(figures.get(figure)).map(Samples::new);
    }

    List<Load> loads() {
        return loads;
    }

    List<Waits.Wait> waits() {
        return waits;
    }

    List<String> notes() {
        return notes;
    }

    /** The seconds of all merges into existing days of the first warehouse, by their median. */
    double medianSeconds(String phase) {
        return Samples.median(loads.stream()
                .filter(load -> load.phase().startsWith(phase))
                .map(load -> load.timed().seconds())
                .toList());
    }
}
