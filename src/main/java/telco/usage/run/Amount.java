package telco.usage.run;

import java.math.BigDecimal;

/**
 * A number of records and the exact sums of what they charge and how long they last.
 *
 * @param duration null where durations are not counted: of rejects by reason, and of runs before they were
 */
public record Amount(long rows, BigDecimal charge, BigDecimal duration) {

    public static final Amount NONE = new Amount(0, BigDecimal.ZERO, BigDecimal.ZERO);

    /** An amount of which nobody counts the duration. */
    public static Amount charging(long rows, BigDecimal charge) {
        return new Amount(rows, charge, null);
    }

    /** The sum; its duration is counted if both are. */
    public Amount plus(Amount other) {
        return new Amount(
                rows + other.rows,
                charge.add(other.charge),
                duration == null || other.duration == null ? null : duration.add(other.duration));
    }

    /** The difference; its duration is counted if both are. */
    public Amount minus(Amount other) {
        return new Amount(
                rows - other.rows,
                charge.subtract(other.charge),
                duration == null || other.duration == null ? null : duration.subtract(other.duration));
    }

    /** Equal in rows and in the values of charge and duration; 1.0 and 1.00 are one value. */
    public boolean equalTo(Amount other) {
        return rows == other.rows && charge.compareTo(other.charge) == 0 && hasDuration(other.duration);
    }

    private boolean hasDuration(BigDecimal other) {
        return duration == null || other == null ? duration == other : duration.compareTo(other) == 0;
    }

    @Override
    public String toString() {
        return rows + " rows, charge " + plain(charge) + (duration == null ? "" : ", duration " + plain(duration));
    }

    /** The shortest plain decimal of a sum: 9489.841753, 0. */
    public static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
