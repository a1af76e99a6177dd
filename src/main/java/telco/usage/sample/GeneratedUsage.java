package telco.usage.sample;

import java.time.YearMonth;
import java.util.Map;
import telco.usage.run.Amount;

/**
 * Exactly what was written into a generated file. Loaded into an empty warehouse without retention, a run must report:
 * read = {@link #read}, loaded = distinct, duplicateInFile = duplicates, rejected = the sum of the defects.
 *
 * @param bytes the file's length
 * @param distinct the rows that are fit to load, each counted once
 * @param duplicates the exact repetitions of those
 * @param defective the bad rows, with the charge that they claim
 * @param defects how many bad rows there are of each kind
 * @param distinctByType the rows fit to load by event type
 * @param distinctByMonth the rows fit to load by billing month, also of a month that got none
 */
public record GeneratedUsage(
        long bytes,
        Amount distinct,
        Amount duplicates,
        Amount defective,
        Map<Defect, Long> defects,
        Map<String, Amount> distinctByType,
        Map<YearMonth, Amount> distinctByMonth) {

    /** Every row of the file. */
    public Amount read() {
        return distinct.plus(duplicates).plus(defective);
    }
}
