package telco.usage.load.copy;

import telco.usage.load.ChargeSum;
import telco.usage.run.Amount;
import telco.usage.run.Disposition;
import telco.usage.run.Tally;

/** Counts the rows of new days that were not kept, by one thread. */
final class DayTally {

    private long duplicates;
    private long conflicts;
    private final ChargeSum duplicateCharge = new ChargeSum();
    private final ChargeSum conflictCharge = new ChargeSum();

    void duplicate(long charge) {
        duplicates++;
        duplicateCharge.add(charge);
    }

    void conflict(long charge) {
        conflicts++;
        conflictCharge.add(charge);
    }

    /** The tally with what is counted here added to it. */
    Tally addTo(Tally tally) {
        Amount duplicate = new Amount(duplicates, duplicateCharge.value());
        Amount conflict = new Amount(conflicts, conflictCharge.value());
        return tally.with(
                        Disposition.DUPLICATE_IN_FILE,
                        tally.get(Disposition.DUPLICATE_IN_FILE).plus(duplicate))
                .with(
                        Disposition.CONFLICTING,
                        tally.get(Disposition.CONFLICTING).plus(conflict));
    }
}
