package telco.usage.run;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an attempt has kept aside, by reason. The counts are exact however many there are; of the records themselves only so
 * many are stored. Any thread may count.
 */
public final class RejectTally {

    /**
     * The rejects of one reason.
     *
     * @param stored how many of them have their record stored
     * @param first where the first one is and what is wrong with it
     */
    public record Entry(Amount amount, long stored, String first) {}

    private final long mostStored;
    private final Map<RejectReason, Entry> entries = new EnumMap<>(RejectReason.class);
    private long reserved;

    /** @param mostStored how many records of a run are stored */
    RejectTally(long mostStored) {
        this.mostStored = mostStored;
    }

    private RejectTally(RejectTally other) {
        this(other.mostStored);
        entries.putAll(other.entries);
        reserved = other.reserved;
    }

    synchronized RejectTally copy() {
        return new RejectTally(this);
    }

    /** Counts a reject; true when its record is to be stored, and {@link #stored} to be called once it is. */
    public synchronized boolean count(RejectReason reason, BigDecimal charge, long line, String message) {
        add(reason, Amount.charging(1, charge), 0, "line " + line + ": " + message);
        boolean room = room() > 0;
        reserved += room ? 1 : 0;
        return room;
    }

    /** Counts rejects of which so many have their records stored already. */
    public synchronized void count(RejectReason reason, Amount amount, long stored) {
        if (amount.rows() > 0) {
            add(reason, amount, stored, null);
            reserved += stored;
        }
    }

    /** The record of a reject that was counted is stored. */
    public synchronized void stored(RejectReason reason) {
        add(reason, Amount.NONE, 1, null);
    }

    private void add(RejectReason reason, Amount amount, long stored, String first) {
        Entry before = entries.getOrDefault(reason, new Entry(Amount.NONE, 0, first));
        entries.put(reason, new Entry(before.amount().plus(amount), before.stored() + stored, before.first()));
    }

    /** How many more records may be stored. */
    public synchronized long room() {
        return Math.max(0, mostStored - reserved);
    }

    /** What was counted, in the order of the reasons. */
    public synchronized Map<RejectReason, Entry> entries() {
        return new EnumMap<>(entries);
    }

    /** Says that there are more rejects than are stored; empty when there are not. */
    synchronized Optional<Finding> excess() {
        long rows = entries.values().stream()
                .mapToLong(entry -> entry.amount().rows())
                .sum();
        if (rows == reserved) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "rejects_not_stored",
                Severity.WARNING,
                rows - reserved,
                rows,
                ("%d of %d rejects are only counted: of a run the first %d are stored (REJECTS_STORED), but for those of"
                                + " customers who were erased. The others cannot be"
                                + " replayed: load the whole file again when it is corrected, then write these off.")
                        .formatted(rows - reserved, rows, mostStored)));
    }
}
