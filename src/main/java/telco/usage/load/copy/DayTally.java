package telco.usage.load.copy;

import telco.usage.load.AmountSum;
import telco.usage.run.Disposition;
import telco.usage.run.Tally;

/** Counts the rows of new days that were not kept, by one thread. */
final class DayTally {

    private final AmountSum duplicates = new AmountSum();
    private final AmountSum conflicts = new AmountSum();

    void duplicate(long charge, double duration) {
        duplicates.add(charge, duration);
    }

    void conflict(long charge, double duration) {
        conflicts.add(charge, duration);
    }

    /** The tally with what is counted here added to it. */
    Tally addTo(Tally tally) {
        return tally.with(
                        Disposition.DUPLICATE_IN_FILE,
                        tally.get(Disposition.DUPLICATE_IN_FILE).plus(duplicates.amount()))
                .with(
                        Disposition.CONFLICTING,
                        tally.get(Disposition.CONFLICTING).plus(conflicts.amount()));
    }
}
