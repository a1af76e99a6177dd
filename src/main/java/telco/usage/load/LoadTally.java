package telco.usage.load;

import telco.usage.run.Amount;
import telco.usage.run.Disposition;
import telco.usage.run.Tally;

/** Counts the records of a file while it is read, each once as read and at most once as what LOAD makes of it. */
public final class LoadTally {

    private long read;
    private long rejected;
    private long expired;
    private final ChargeSum readCharge = new ChargeSum();
    private final ChargeSum rejectedCharge = new ChargeSum();
    private final ChargeSum expiredCharge = new ChargeSum();

    /** Counts a record that goes on to the stage; charges are in units of 10^-8. */
    public void staged(long charge) {
        read++;
        readCharge.add(charge);
    }

    public void rejected(long charge) {
        staged(charge);
        rejected++;
        rejectedCharge.add(charge);
    }

    public void expired(long charge) {
        staged(charge);
        expired++;
        expiredCharge.add(charge);
    }

    /** Counts all that {@code other} has counted. */
    public void add(LoadTally other) {
        read += other.read;
        rejected += other.rejected;
        expired += other.expired;
        readCharge.add(other.readCharge);
        rejectedCharge.add(other.rejectedCharge);
        expiredCharge.add(other.expiredCharge);
    }

    public long read() {
        return read;
    }

    public Tally tally() {
        return Tally.NOTHING
                .with(Disposition.READ, new Amount(read, readCharge.value()))
                .with(Disposition.REJECTED, new Amount(rejected, rejectedCharge.value()))
                .with(Disposition.EXPIRED, new Amount(expired, expiredCharge.value()));
    }
}
