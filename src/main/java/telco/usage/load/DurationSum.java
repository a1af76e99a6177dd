package telco.usage.load;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * An exact sum of durations, whatever their order. Each counts with the decimal of at most 15 digits that the warehouse
 * has of it when it casts float8 to numeric, so that what the database adds up is comparable to the last digit. Nearly
 * all durations are whole or have few decimals: they are added in two longs.
 */
public final class DurationSum {

    private static final double LARGEST_WHOLE = 1e15;
    private static final double MILLIONTHS = 1e6;
    private static final int MILLIONTHS_SCALE = 6;
    private static final MathContext AS_NUMERIC = new MathContext(15, RoundingMode.HALF_EVEN);

    /** No single value is half as large, so a sum that is smaller can take one more. */
    private static final long LARGEST_SUM = 1L << 61;

    private long whole;
    private long millionths;
    private BigDecimal carried = BigDecimal.ZERO;

    public void add(double duration) {
        if (duration == (long) duration && Math.abs(duration) < LARGEST_WHOLE) {
            whole += (long) duration;
        } else {
            addOdd(duration);
        }
        if (Math.abs(whole) > LARGEST_SUM || Math.abs(millionths) > LARGEST_SUM) {
            carry();
        }
    }

    private void addOdd(double duration) {
        double units = Math.rint(duration * MILLIONTHS);
        // A whole number below 10^15 divides exactly rounded: if that is the value, six decimals are all it has.
        if (Math.abs(units) < LARGEST_WHOLE && units / MILLIONTHS == duration) {
            millionths += (long) units;
        } else {
            carried = carried.add(new BigDecimal(duration).round(AS_NUMERIC));
        }
    }

    void add(DurationSum other) {
        carried = carried.add(other.value());
    }

    private void carry() {
        carried = value();
        whole = 0;
        millionths = 0;
    }

    /** The sum. */
    public BigDecimal value() {
        return carried.add(BigDecimal.valueOf(whole)).add(BigDecimal.valueOf(millionths, MILLIONTHS_SCALE));
    }
}
