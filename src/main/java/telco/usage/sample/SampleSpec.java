package telco.usage.sample;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * What a generated usage file is to contain. Equal specifications give equal files, byte for byte.
 *
 * @param seed another seed gives another file of the same kind
 * @param rows lines in the file, with its duplicates and bad rows
 * @param firstMonth the first billing month; months follow one another in the file, each in random order
 * @param months how many months; each gets rows in proportion to its length
 * @param customers how many customers there are to draw from
 * @param ratePlans how many rate plans there are; a customer has one, one in 500 has two
 * @param zone whose local time and offset the rows are written in
 * @param duplicateShare which part of the rows repeats an earlier row of its month exactly, from 0 to 0.5
 * @param badRows how many rows break a rule, the kinds of {@link Defect} in turn
 * @param notAfter no event is later; a month that it cuts is shorter and gets fewer rows
 */
public record SampleSpec(
        long seed,
        long rows,
        YearMonth firstMonth,
        int months,
        int customers,
        int ratePlans,
        ZoneId zone,
        double duplicateShare,
        long badRows,
        Instant notAfter) {

    /** @throws IllegalArgumentException when a number makes no sense, in a sentence for whoever gave it */
    public SampleSpec {
        require(rows >= 0, "rows must not be negative, but is " + rows);
        require(months > 0, "months must be 1 or more, but is " + months);
        require(customers > 0 && customers <= 2_000_000, "customers must be 1 to 2000000, but is " + customers);
        require(ratePlans > 0 && ratePlans <= 40_000, "rate plans must be 1 to 40000, but is " + ratePlans);
        require(
                duplicateShare >= 0 && duplicateShare <= 0.5,
                "the share of duplicates must be 0 to 0.5, but is " + duplicateShare);
        require(badRows >= 0 && badRows <= rows, "bad rows must be 0 to the number of rows, but is " + badRows);
    }

    /** A file like the provider's: 9,500 customers, 2,300 rate plans, a few duplicates, no bad rows. */
    public static SampleSpec of(YearMonth firstMonth, int months, long rows) {
        return new SampleSpec(
                1, rows, firstMonth, months, 9_500, 2_300, ZoneId.of("Europe/Helsinki"), 0.0005, 0, Instant.MAX);
    }

    public SampleSpec withSeed(long other) {
        return new SampleSpec(
                other, rows, firstMonth, months, customers, ratePlans, zone, duplicateShare, badRows, notAfter);
    }

    public SampleSpec withPopulation(int otherCustomers, int otherRatePlans) {
        return new SampleSpec(
                seed,
                rows,
                firstMonth,
                months,
                otherCustomers,
                otherRatePlans,
                zone,
                duplicateShare,
                badRows,
                notAfter);
    }

    public SampleSpec withFlaws(double otherDuplicateShare, long otherBadRows) {
        return new SampleSpec(
                seed,
                rows,
                firstMonth,
                months,
                customers,
                ratePlans,
                zone,
                otherDuplicateShare,
                otherBadRows,
                notAfter);
    }

    public SampleSpec withZone(ZoneId other) {
        return new SampleSpec(
                seed, rows, firstMonth, months, customers, ratePlans, other, duplicateShare, badRows, notAfter);
    }

    public SampleSpec withNotAfter(Instant other) {
        return new SampleSpec(
                seed, rows, firstMonth, months, customers, ratePlans, zone, duplicateShare, badRows, other);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
