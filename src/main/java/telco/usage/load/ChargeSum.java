package telco.usage.load;

import java.math.BigDecimal;

/** An exact sum of charges. A long holds a file's charge many times over; what would overflow it goes to a decimal. */
public final class ChargeSum {

    private static final int SCALE = 8;

    private long units;
    private BigDecimal carried = BigDecimal.ZERO;

    /** Adds a charge in units of 10^-8. */
    public void add(long charge) {
        long sum = units + charge;
        // Overflow: both operands have the sign that the sum has not.
        if (((units ^ sum) & (charge ^ sum)) < 0) {
            carried = carried.add(BigDecimal.valueOf(units, SCALE));
            sum = charge;
        }
        units = sum;
    }

    void add(ChargeSum other) {
        add(other.units);
        carried = carried.add(other.carried);
    }

    /** The sum in units of 1, with eight decimals. */
    public BigDecimal value() {
        return carried.add(BigDecimal.valueOf(units, SCALE));
    }
}
