package telco.usage.load;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;

/** The offsets of a zone, remembered by UTC day: asking the zone for each row costs more than checking the row. */
final class KnownOffsets {

    private static final int SLOTS = 1 << 10;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int CHANGES = Integer.MIN_VALUE;

    private final ZoneRules rules;
    private final long[] days = new long[SLOTS];
    private final int[] offsets = new int[SLOTS];

    KnownOffsets(ZoneId zone) {
        this.rules = zone.getRules();
        for (int slot = 0; slot < SLOTS; slot++) {
            remember(slot, slot);
        }
    }

    /** The zone's offset in seconds at a time in seconds since 1970-01-01T00:00Z. */
    int at(long epochSecond) {
        long day = Math.floorDiv(epochSecond, SECONDS_PER_DAY);
        int slot = (int) day & (SLOTS - 1);
        if (days[slot] != day) {
            remember(slot, day);
        }
        return offsets[slot] == CHANGES ? offsetAt(epochSecond) : offsets[slot];
    }

    private void remember(int slot, long day) {
        int first = offsetAt(day * SECONDS_PER_DAY);
        int last = offsetAt((day + 1) * SECONDS_PER_DAY - 1);
        days[slot] = day;
        offsets[slot] = first == last ? first : CHANGES;
    }

    private int offsetAt(long epochSecond) {
        return rules.getOffset(Instant.ofEpochSecond(epochSecond)).getTotalSeconds();
    }
}
