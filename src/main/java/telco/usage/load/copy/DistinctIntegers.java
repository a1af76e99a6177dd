package telco.usage.load.copy;

import java.util.Arrays;

/** Counts different integers, exactly, up to so many as memory allows. */
final class DistinctIntegers {

    /** Two MiB of table are enough for as many. */
    static final int MOST = 1 << 18;

    private static final int FIRST_SLOTS = 1 << 12;
    private static final int SPREAD = 0x9E3779B1;

    private int[] table = new int[FIRST_SLOTS];
    private int shift = Integer.numberOfLeadingZeros(FIRST_SLOTS - 1);
    private int count;
    private boolean hasZero;

    void add(int value) {
        if (value == 0) {
            hasZero = true;
            return;
        }
        int slot = value * SPREAD >>> shift;
        while (table[slot] != 0) {
            if (table[slot] == value) {
                return;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        addNew(value, slot);
    }

    private void addNew(int value, int slot) {
        if (count == MOST) {
            return;
        }
        table[slot] = value;
        if (++count * 2 > table.length) {
            grow();
        }
    }

    private void grow() {
        int[] values = table;
        table = new int[values.length * 2];
        shift--;
        count = 0;
        for (int value : values) {
            if (value != 0) {
                add(value);
            }
        }
    }

    /** How many different ones were added; null when they were too many to tell. */
    Long count() {
        return count == MOST ? null : (long) count + (hasZero ? 1 : 0);
    }

    void clear() {
        Arrays.fill(table, 0);
        count = 0;
        hasZero = false;
    }
}
