package telco.usage.run;

import java.math.BigDecimal;

/** A number of records and the exact sum of what they charge. */
public record Amount(long rows, BigDecimal charge) {

    public static final Amount NONE = new Amount(0, BigDecimal.ZERO);

    public Amount plus(Amount other) {
        return new Amount(rows + other.rows, charge.add(other.charge));
    }

    public Amount minus(Amount other) {
        return new Amount(rows - other.rows, charge.subtract(other.charge));
    }

    /** Equal in rows and in the value of the charge; 1.0 and 1.00 are one value. */
    public boolean equalTo(Amount other) {
        return rows == other.rows && charge.compareTo(other.charge) == 0;
    }

    @Override
    public String toString() {
        return rows + " rows, charge " + plain(charge);
    }

    /** The shortest plain decimal of a sum: 9489.841753, 0. */
    public static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
