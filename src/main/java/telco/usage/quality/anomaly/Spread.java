package telco.usage.quality.anomaly;

import java.util.List;

/**
 * What is usual by earlier values: their median, and how far from it a value may be. One that was far off itself hardly
 * moves either.
 *
 * @param usual the median
 * @param reach how far from it a value may lie
 */
record Spread(double usual, double reach) {

    /** The median of absolute deviations is so much smaller than the standard deviation of a normal distribution. */
    private static final double TO_DEVIATION = 1.4826;

    /**
     * The spread of these values.
     *
     * @param leastScatter how far values lie from the median at least: a few can be equal by chance
     * @param limit how many times their scatter a value may lie from the median
     */
    static Spread of(List<Double> values, double leastScatter, double limit) {
        double usual = median(values);
        double deviation = TO_DEVIATION
                * median(values.stream().map(value -> Math.abs(value - usual)).toList());
        return new Spread(usual, limit * Math.max(deviation, leastScatter));
    }

    boolean isOut(double value) {
        return Math.abs(value - usual) > reach;
    }

    double least() {
        return usual - reach;
    }

    double most() {
        return usual + reach;
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    static double deviation(List<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1));
    }
}
