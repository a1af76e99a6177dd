package telco.usage.load;

import telco.usage.run.Disposition;
import telco.usage.run.Tally;

/** Counts the records of a file while it is read, each once as read and at most once as what LOAD makes of it. */
public final class LoadTally {

    private final AmountSum read = new AmountSum();
    private final AmountSum rejected = new AmountSum();
    private final AmountSum expired = new AmountSum();

    /** Counts a record that goes on to the stage; charges are in units of 10^-8. */
    public void staged(long charge, double duration) {
        read.add(charge, duration);
    }

    public void rejected(long charge, double duration) {
        read.add(charge, duration);
        rejected.add(charge, duration);
    }

    public void expired(long charge, double duration) {
        read.add(charge, duration);
        expired.add(charge, duration);
    }

    /** Counts all that {@code other} has counted. */
    public void add(LoadTally other) {
        read.add(other.read);
        rejected.add(other.rejected);
        expired.add(other.expired);
    }

    public long read() {
        return read.rows();
    }

    public Tally tally() {
        return Tally.NOTHING
                .with(Disposition.READ, read.amount())
                .with(Disposition.REJECTED, rejected.amount())
                .with(Disposition.EXPIRED, expired.amount());
    }
}
