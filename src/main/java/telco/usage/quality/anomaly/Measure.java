package telco.usage.quality.anomaly;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What is compared of files and of their days. */
enum Measure {
    ROWS("anomaly_rows", "rows", DayFigures::rows, null),
    CHARGE("anomaly_charge", "charge", DayFigures::charge, null),
    DURATION("anomaly_duration", "duration", DayFigures::duration, null),
    CUSTOMERS("anomaly_customers", "customers", day -> orNone(day.customers()), FileFigures::customers),
    RATE_PLANS("anomaly_rate_plans", "rate plans", day -> orNone(day.ratePlans()), FileFigures::ratePlans);

    /** Nothing, where a logarithm is taken of it. */
    private static final double SMALLEST = 1e-6;

    final String check;
    final String label;
    final ToDoubleFunction<DayFigures> ofDay;

    /** Null where a file's value is what its days add up to. */
    private final Function<FileFigures, Long> ofFile;

    Measure(String check, String label, ToDoubleFunction<DayFigures> ofDay, Function<FileFigures, Long> ofFile) {
        this.check = check;
        this.label = label;
        this.ofDay = ofDay;
        this.ofFile = ofFile;
    }

    private static double orNone(Long value) {
        return value == null ? Double.NaN : value;
    }

    /** True when each day adds to it: so much a day. Different customers of a week are not those of its days added up. */
    boolean addsUp() {
        return ofFile == null;
    }

    /** Of a file: so much a day where it adds up, else in all. */
    double of(FileFigures file) {
        return addsUp() ? file.total(ofDay) / file.length() : orNone(ofFile.apply(file));
    }

    /** True when a value is a number of things that come by chance, whose deviation is its root. */
    boolean isCount() {
        return this != CHARGE && this != DURATION;
    }

    /** On which scale values are compared: one dear call makes more of a day's charge than ten cheap days do. */
    double scaled(double value) {
        return isCount() ? value : Math.log(Math.max(value, SMALLEST));
    }

    /** The value that is there on the scale. */
    double unscaled(double scaled) {
        return isCount() ? Math.max(0, scaled) : Math.exp(scaled);
    }
}
