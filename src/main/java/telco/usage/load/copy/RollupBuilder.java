package telco.usage.load.copy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import telco.usage.jdbc.Database;
import telco.usage.load.UsageRow;
import telco.usage.stage.Stage;

/**
 * Adds up the rows of new days by month, type, rate plan and customer while they pass by. A hash table without objects,
 * of a fixed size: when it is full its groups are written and it starts anew, so a group may be written more than once.
 */
final class RollupBuilder {

    private static final int SLOTS = 1 << 18;
    private static final int MOST_GROUPS = SLOTS / 5 * 3;

    /** No single value is half as large, so a sum that is smaller can take one more. */
    private static final long LARGEST_SUM = 1L << 61;

    private static final double LARGEST_WHOLE = 1e15;

    /** As PostgreSQL casts float8 to numeric, which is how retention will subtract it again. */
    private static final MathContext AS_NUMERIC = new MathContext(15, RoundingMode.HALF_EVEN);

    private final Database database;
    private final Stage stage;
    private final EventTypeCodes eventTypes;
    private final long[] customerAndPlan = new long[SLOTS];
    private final long[] monthTypeAndNull = new long[SLOTS];
    private final long[] count = new long[SLOTS];
    private final long[] duration = new long[SLOTS];
    private final long[] charge = new long[SLOTS];
    private final Map<Integer, BigDecimal> oddDurations = new HashMap<>();
    private int groups;

    RollupBuilder(Database database, Stage stage, EventTypeCodes eventTypes) {
        this.database = database;
        this.stage = stage;
        this.eventTypes = eventTypes;
    }

    /** Adds a row of a month, in months since year 0. */
    void add(byte[] row, int month) {
        boolean noPlan = (row[Spooled.NULLS] & Spooled.NO_RATE_PLAN) != 0;
        int type = Spooled.unsigned16(row, Spooled.EVENT_TYPE);
        // Customer and plan lie side by side in the row.
        int slot = slotOf(Spooled.int64(row, Spooled.CUSTOMER), (long) month << 17 | type << 1 | (noPlan ? 1 : 0));
        count[slot]++;
        charge[slot] += Spooled.int64(row, Spooled.CHARGE);
        addDuration(slot, Double.longBitsToDouble(Spooled.int64(row, Spooled.DURATION)));
        boolean sumsAreLarge = Math.abs(charge[slot]) > LARGEST_SUM || Math.abs(duration[slot]) > LARGEST_SUM;
        if (groups == MOST_GROUPS || sumsAreLarge) {
            flush();
        }
    }

    private int slotOf(long wide, long narrow) {
        long hash = (wide * 0x9E3779B97F4A7C15L ^ narrow) * 0xC2B2AE3D27D4EB4FL;
        int slot = (int) (hash >>> 46);
        while (count[slot] != 0 && (customerAndPlan[slot] != wide || monthTypeAndNull[slot] != narrow)) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        if (count[slot] == 0) {
            customerAndPlan[slot] = wide;
            monthTypeAndNull[slot] = narrow;
            groups++;
        }
        return slot;
    }

    private void addDuration(int slot, double seconds) {
        if (seconds == (long) seconds && Math.abs(seconds) < LARGEST_WHOLE) {
            duration[slot] += (long) seconds;
        } else {
            oddDurations.merge(slot, new BigDecimal(seconds).round(AS_NUMERIC), BigDecimal::add);
        }
    }

    /** Writes all groups, and forgets them. */
    void flush() {
        if (groups > 0) {
            database.inTransaction(this::write);
            Arrays.fill(count, 0);
            Arrays.fill(duration, 0);
            Arrays.fill(charge, 0);
            oddDurations.clear();
            groups = 0;
        }
    }

    private void write(Connection connection) throws SQLException {
        String statement = """
                copy %s (month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge)
                from stdin (format binary)
                """.formatted(stage.rollupTable());
        try (CopyStream copy = CopyStream.start(connection, statement)) {
            for (int slot = 0; slot < SLOTS; slot++) {
                if (count[slot] > 0) {
                    write(copy, slot);
                }
            }
            copy.finish();
        }
    }

    private void write(CopyStream copy, int slot) throws SQLException {
        long narrow = monthTypeAndNull[slot];
        byte[] type = eventTypes.typeOf((int) (narrow >> 1) & 0xFFFF);
        copy.row(7);
        copy.text(UsageRow.monthText((int) (narrow >> 17)));
        copy.bytes(type, 0, type.length);
        copy.integer((narrow & 1) == 0, (int) customerAndPlan[slot]);
        copy.integer((int) (customerAndPlan[slot] >> 32));
        copy.bigint(count[slot]);
        BigDecimal odd = oddDurations.get(slot);
        if (odd == null) {
            copy.numeric(duration[slot]);
        } else {
            copy.numeric(odd.add(BigDecimal.valueOf(duration[slot])));
        }
        copy.numeric8(charge[slot]);
    }
}
