package telco.usage.load.copy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import telco.usage.load.EventIdentity;
import telco.usage.load.UsageRow;

/** One reader's way into the spool: a buffer a day, so that the threads meet once in some hundred rows. */
final class SpoolWriter {

    private static final int ROWS_PER_BUFFER = 200;
    private static final int SLOTS = 1 << 13;

    private static final class DayBuffer {
        private final SpooledDay day;
        private final byte[] bytes = new byte[ROWS_PER_BUFFER * Spooled.BYTES];
        private int length;

        DayBuffer(SpooledDay day) {
            this.day = day;
        }
    }

    private final Spool spool;
    private final EventTypeCodes eventTypes;
    private final EventIdentity identity = new EventIdentity();
    private final DayBuffer[] slots = new DayBuffer[SLOTS];
    private final List<DayBuffer> buffers = new ArrayList<>();
    private final byte[][] recentTypes = new byte[8][];
    private final int[] recentCodes = new int[8];
    private int nextRecent;

    SpoolWriter(Spool spool, EventTypeCodes eventTypes) {
        this.spool = spool;
        this.eventTypes = eventTypes;
    }

    /**
     * Writes the row.
     *
     * @return false when its day is one more than a file may have
     */
    boolean write(UsageRow row, RecordPlace place) {
        DayBuffer buffer = bufferOf(Math.floorDiv(row.eventMicros(), SpooledDay.MICROS_PER_DAY));
        if (buffer == null) {
            return false;
        }
        encode(row, place, buffer);
        buffer.length += Spooled.BYTES;
        if (buffer.length == buffer.bytes.length) {
            flush(buffer);
        }
        return true;
    }

    /** Writes what is still in memory. */
    void flush() {
        for (DayBuffer buffer : buffers) {
            flush(buffer);
        }
    }

    private void flush(DayBuffer buffer) {
        try {
            buffer.day.append(buffer.bytes, buffer.length);
        } catch (IOException e) {
            throw Spool.unusable(spool.directory(), e);
        }
        buffer.length = 0;
    }

    /** A hash table without boxes: a file has its days in random order, so each row looks here. */
    private DayBuffer bufferOf(long epochDay) {
        int slot = (int) epochDay & (SLOTS - 1);
        while (slots[slot] != null) {
            if (slots[slot].day.epochDay() == epochDay) {
                return slots[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        Optional<SpooledDay> day = buffers.size() == SLOTS - 1 ? Optional.empty() : spool.day(epochDay);
        if (day.isEmpty()) {
            return null;
        }
        slots[slot] = new DayBuffer(day.get());
        buffers.add(slots[slot]);
        return slots[slot];
    }

    private void encode(UsageRow row, RecordPlace place, DayBuffer buffer) {
        byte[] bytes = buffer.bytes;
        int at = buffer.length;
        Spooled.int64(bytes, at + Spooled.MICROS, row.eventMicros());
        System.arraycopy(identity.of(row), 0, bytes, at + Spooled.IDENTITY, 16);
        Spooled.int32(bytes, at + Spooled.BLOCK, place.block());
        Spooled.int32(bytes, at + Spooled.OFFSET, place.offset());
        Spooled.int24(bytes, at + Spooled.RECORD, place.record());
        Spooled.int24(bytes, at + Spooled.LINE, place.line());
        Spooled.int16(bytes, at + Spooled.LENGTH, place.length() - 1);
        Spooled.int32(bytes, at + Spooled.CUSTOMER, row.customerId());
        Spooled.int32(bytes, at + Spooled.RATE_PLAN, row.hasRatePlanId() ? row.ratePlanId() : 0);
        Spooled.int64(bytes, at + Spooled.CHARGE, row.charge());
        Spooled.int16(bytes, at + Spooled.EVENT_TYPE, codeOf(row.eventType()));
        bytes[at + Spooled.NULLS] = (byte) nulls(row);
        bytes[at + Spooled.MONTH] = (byte) (row.month() - buffer.day.month());
        Spooled.int32(bytes, at + Spooled.FLAG_ONE, row.hasBillingFlagOne() ? row.billingFlagOne() : 0);
        Spooled.int32(bytes, at + Spooled.FLAG_TWO, row.hasBillingFlagTwo() ? row.billingFlagTwo() : 0);
        // Adding 0.0 makes -0.0 the same number in bits as it is in value.
        double duration = row.hasDuration() ? row.duration() + 0.0 : 0.0;
        Spooled.int64(bytes, at + Spooled.DURATION, Double.doubleToLongBits(duration));
    }

    /** The same type is nearly always the same array, see UsageRow: no hashing for those. */
    private int codeOf(byte[] type) {
        for (int i = 0; i < recentTypes.length; i++) {
            if (recentTypes[i] == type) {
                return recentCodes[i];
            }
        }
        int code = eventTypes.codeOf(type);
        recentTypes[nextRecent] = type;
        recentCodes[nextRecent] = code;
        nextRecent = (nextRecent + 1) % recentTypes.length;
        return code;
    }

    private static int nulls(UsageRow row) {
        return (row.hasRatePlanId() ? 0 : Spooled.NO_RATE_PLAN)
                | (row.hasBillingFlagOne() ? 0 : Spooled.NO_FLAG_ONE)
                | (row.hasBillingFlagTwo() ? 0 : Spooled.NO_FLAG_TWO)
                | (row.hasDuration() ? 0 : Spooled.NO_DURATION)
                | (row.hasCharge() ? 0 : Spooled.NO_CHARGE)
                | (row.hasForeignOffset() ? Spooled.FOREIGN_OFFSET : 0);
    }
}
