package telco.usage.load;

import telco.usage.run.Amount;

/** Adds up records one by one, exactly and without garbage. Belongs to one thread. */
public final class AmountSum {

    private long rows;
    private final ChargeSum charge = new ChargeSum();
    private final DurationSum duration = new DurationSum();

    /** Adds a record; its charge is in units of 10^-8. */
    public void add(long recordCharge, double recordDuration) {
        rows++;
        charge.add(recordCharge);
        duration.add(recordDuration);
    }

    /** Adds all that {@code other} has. */
    void add(AmountSum other) {
        rows += other.rows;
        charge.add(other.charge);
        duration.add(other.duration);
    }

    long rows() {
        return rows;
    }

    public Amount amount() {
        return new Amount(rows, charge.value(), duration.value());
    }
}
