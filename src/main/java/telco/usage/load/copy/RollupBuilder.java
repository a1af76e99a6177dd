package telco.usage.load.copy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import telco.usage.jdbc.Database;
import telco.usage.load.UsageRow;
import telco.usage.stage.Stage;

/**
 * Adds up the rows by month, type, rate plan and customer while they pass by, and marks their days. A hash table without objects
 * that grows with what it holds, up to a size: when it is full then, its groups are written and it starts anew, so a group may be
 * written more than once.
 */
final class RollupBuilder {

    private static final int FIRST_SLOTS = 1 << 10;
    private static final int MOST_SLOTS = 1 << 18;

    private static final int BATCH = 64;

    private static final int CUSTOMER_AND_PLAN = 0;
    private static final int MONTH_AND_KIND = 1;
    private static final int COUNT = 2;
    private static final int DURATION = 3;
    private static final int CHARGE = 4;
    private static final int DAYS = 5;
    private static final int WIDTH = 6;

    /** The second half of a group's key, from the right: whether it has no plan, its type, whether it is merged, its month. */
    private static final int TYPE_SHIFT = 1;

    private static final long MERGED = 1L << 17;
    private static final int MONTH_SHIFT = 18;

    /** No single value is half as large, so a sum that is smaller can take one more. */
    private static final long LARGEST_SUM = 1L << 61;

    private static final double LARGEST_WHOLE = 1e15;

    /** As PostgreSQL casts float8 to numeric, which is how retention will subtract it again. */
    private static final MathContext AS_NUMERIC = new MathContext(15, RoundingMode.HALF_EVEN);

    private final Database database;
    private final Stage stage;
    private final EventTypeCodes eventTypes;

    /** All of a group side by side, so that it is in one place of memory. */
    private long[] table = new long[FIRST_SLOTS * WIDTH];

    /** Its slots, at hand for every row. */
    private int size = FIRST_SLOTS;

    private final long[] batch = new long[BATCH * WIDTH];
    private final int[] slots = new int[BATCH];
    private int pending;

    /** Only there to be written: else the compiler would see that asking for memory ahead has no effect. */
    private long touched;

    private final Map<Integer, byte[]> monthTexts = new HashMap<>();
    private Map<Integer, BigDecimal> oddDurations = new HashMap<>();
    private int groups;
    private int lastMonth = -1;
    private long lastMonthStart;

    RollupBuilder(Database database, Stage stage, EventTypeCodes eventTypes) {
        this.database = database;
        this.stage = stage;
        this.eventTypes = eventTypes;
    }

    /**
     * Adds a row.
     *
     * @param epochDay its UTC day, in days since 1970-01-01
     * @param month in months since year 0
     * @param merged whether the row's day is to be merged, not built
     */
    void add(byte[] row, long epochDay, int month, boolean merged) {
        boolean noPlan = (row[Spooled.NULLS] & Spooled.NO_RATE_PLAN) != 0;
        int type = Spooled.unsigned16(row, Spooled.EVENT_TYPE);
        int at = pending * WIDTH;
        // Customer and plan lie side by side in the row.
        batch[at + CUSTOMER_AND_PLAN] = Spooled.int64(row, Spooled.CUSTOMER);
        batch[at + MONTH_AND_KIND] =
                (long) month << MONTH_SHIFT | (merged ? MERGED : 0) | type << TYPE_SHIFT | (noPlan ? 1 : 0);
        batch[at + DURATION] = Spooled.int64(row, Spooled.DURATION);
        batch[at + CHARGE] = Spooled.int64(row, Spooled.CHARGE);
        batch[at + DAYS] = dayBit(epochDay, month);
        if (++pending == BATCH) {
            addBatch();
        }
    }

    /** As {@code ingest.day_bit}. A day has one month, but for its first and last hours. */
    private long dayBit(long epochDay, int month) {
        if (month != lastMonth) {
            lastMonth = month;
            lastMonthStart = LocalDate.of(month / 12, month % 12 + 1, 1).toEpochDay();
        }
        return 1L << epochDay - lastMonthStart + 1;
    }

    /**
     * Rows come in the order of time, so the group of each is somewhere else in memory. One after the other they would
     * each wait for it; asked for together they wait once.
     */
    private void addBatch() {
        if (groups + pending > size / 5 * 3) {
            makeRoom();
        }
        for (int i = 0; i < pending; i++) {
            int at = i * WIDTH;
            slots[i] = slotOf(batch[at + CUSTOMER_AND_PLAN], batch[at + MONTH_AND_KIND]);
            touched += table[slots[i] * WIDTH + COUNT];
        }
        for (int i = 0; i < pending; i++) {
            add(i * WIDTH, slots[i]);
        }
        pending = 0;
    }

    private void add(int at, int firstSlot) {
        int group = groupOf(batch[at + CUSTOMER_AND_PLAN], batch[at + MONTH_AND_KIND], firstSlot);
        table[group + COUNT]++;
        table[group + CHARGE] += batch[at + CHARGE];
        table[group + DAYS] |= batch[at + DAYS];
        addDuration(group, Double.longBitsToDouble(batch[at + DURATION]));
        boolean sumsAreLarge =
                Math.abs(table[group + CHARGE]) > LARGEST_SUM || Math.abs(table[group + DURATION]) > LARGEST_SUM;
        if (sumsAreLarge) {
            writeGroups();
        }
    }

    private int slotOf(long wide, long narrow) {
        long hash = (wide * 0x9E3779B97F4A7C15L ^ narrow) * 0xC2B2AE3D27D4EB4FL;
        return (int) (hash >>> Long.numberOfLeadingZeros(size - 1));
    }

    private void makeRoom() {
        if (size == MOST_SLOTS) {
            writeGroups();
        } else {
            grow();
        }
    }

    private void grow() {
        long[] old = table;
        Map<Integer, BigDecimal> oldDurations = oddDurations;
        size *= 2;
        table = new long[size * WIDTH];
        oddDurations = new HashMap<>();
        groups = 0;
        for (int from = 0; from < old.length; from += WIDTH) {
            if (old[from + COUNT] != 0) {
                long wide = old[from + CUSTOMER_AND_PLAN];
                long narrow = old[from + MONTH_AND_KIND];
                int group = groupOf(wide, narrow, slotOf(wide, narrow));
                System.arraycopy(old, from, table, group, WIDTH);
                if (oldDurations.containsKey(from)) {
                    oddDurations.put(group, oldDurations.get(from));
                }
            }
        }
    }

    /** Where the group is in the table; made when it is new. */
    private int groupOf(long wide, long narrow, int firstSlot) {
        int slot = firstSlot;
        int group = slot * WIDTH;
        while (table[group + COUNT] != 0
                && (table[group + CUSTOMER_AND_PLAN] != wide || table[group + MONTH_AND_KIND] != narrow)) {
            slot = (slot + 1) & (size - 1);
            group = slot * WIDTH;
        }
        if (table[group + COUNT] == 0) {
            table[group + CUSTOMER_AND_PLAN] = wide;
            table[group + MONTH_AND_KIND] = narrow;
            groups++;
        }
        return group;
    }

    private void addDuration(int group, double seconds) {
        if (seconds == (long) seconds && Math.abs(seconds) < LARGEST_WHOLE) {
            table[group + DURATION] += (long) seconds;
        } else {
            oddDurations.merge(group, new BigDecimal(seconds).round(AS_NUMERIC), BigDecimal::add);
        }
    }

    /** Writes all that was added. */
    void flush() {
        addBatch();
        writeGroups();
    }

    private void writeGroups() {
        if (groups > 0) {
            database.inTransaction(this::write);
            Arrays.fill(table, 0);
            oddDurations.clear();
            groups = 0;
        }
    }

    private void write(Connection connection) throws SQLException {
        String statement = """
                copy %s
                    (merged, month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge,
                     event_days)
                from stdin (format binary)
                """.formatted(stage.rollupTable());
        try (CopyStream copy = CopyStream.start(connection, statement)) {
            for (int group = 0; group < table.length; group += WIDTH) {
                if (table[group + COUNT] > 0) {
                    write(copy, group);
                }
            }
            copy.finish();
        }
    }

    private void write(CopyStream copy, int group) throws SQLException {
        long narrow = table[group + MONTH_AND_KIND];
        byte[] type = eventTypes.typeOf((int) (narrow >> TYPE_SHIFT) & 0xFFFF);
        copy.row(9);
        copy.bool((narrow & MERGED) != 0);
        byte[] month = monthText((int) (narrow >> MONTH_SHIFT));
        copy.bytes(month, 0, month.length);
        copy.bytes(type, 0, type.length);
        copy.integer((narrow & 1) == 0, (int) table[group + CUSTOMER_AND_PLAN]);
        copy.integer((int) (table[group + CUSTOMER_AND_PLAN] >> 32));
        copy.bigint(table[group + COUNT]);
        BigDecimal odd = oddDurations.get(group);
        if (odd == null) {
            copy.numeric(table[group + DURATION]);
        } else {
            copy.numeric(odd.add(BigDecimal.valueOf(table[group + DURATION])));
        }
        copy.numeric8(table[group + CHARGE]);
        copy.bigint(table[group + DAYS]);
    }

    /** A file has few months, and many groups in each. */
    private byte[] monthText(int month) {
        return monthTexts.computeIfAbsent(
                month, number -> UsageRow.monthText(number).getBytes(StandardCharsets.US_ASCII));
    }
}
