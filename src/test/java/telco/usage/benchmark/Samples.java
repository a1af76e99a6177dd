package telco.usage.benchmark;

import java.util.Collections;
import java.util.List;

/** What was measured of one thing, each time. */
record Samples(List<Double> values) {

    double median() {
        return median(values);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The least that so large a share of the values do not exceed: 1 for the largest. */
    double quantile(double share) {
        return values.stream().sorted().toList().get((int) Math.ceil(share * values.size()) - 1);
    }

    double sum() {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    double min() {
        return Collections.min(values);
    }

    double max() {
        return Collections.max(values);
    }
}
