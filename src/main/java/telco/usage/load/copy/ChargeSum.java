package telco.usage.load.copy;

import java.math.BigDecimal;

/** An exact sum of charges. */
final class ChargeSum {

    /** No single charge is half as large, so a sum that is smaller can take one more. */
    private static final long LARGEST_SUM = 1L << 61;

    private long units;
    private BigDecimal carried = BigDecimal.ZERO;

    /** @param charge in units of 10^-8 */
    void add(long charge) {
        units += charge;
        if (Math.abs(units) > LARGEST_SUM) {
            carried = value();
            units = 0;
        }
    }

    BigDecimal value() {
        return carried.add(BigDecimal.valueOf(units, 8));
    }
}
