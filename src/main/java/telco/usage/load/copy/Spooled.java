package telco.usage.load.copy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The layout of a spooled row: a fixed number of bytes, big endian, with what sorts first at its start. The key is the
 * row's identity, the place is where its record stands in the file, and the rest is what the warehouse keeps.
 *
 * <pre>
 *  0  microseconds since 1970 (8)     key
 *  8  MD5 of the identity (16)        key
 * 24  number of the block (4)         place
 * 28  byte in the block (4)           place
 * 32  record in the block (3)
 * 35  line in the block (3)
 * 38  bytes of the record, less 1 (2)
 * 40  customer (4)
 * 44  rate plan (4)
 * 48  charge in 10^-8 (8)
 * 56  event type, by its code (2)
 * 58  which values are NULL (1)
 * 59  month, from the UTC month (1)   compared
 * 60  flag one (4)                    compared
 * 64  flag two (4)                    compared
 * 68  duration (8)                    compared
 * </pre>
 */
final class Spooled {

    static final int BYTES = 76;

    static final int MICROS = 0;
    static final int IDENTITY = 8;
    static final int BLOCK = 24;
    static final int OFFSET = 28;
    static final int RECORD = 32;
    static final int LINE = 35;
    static final int LENGTH = 38;
    static final int CUSTOMER = 40;
    static final int RATE_PLAN = 44;
    static final int CHARGE = 48;
    static final int EVENT_TYPE = 56;
    static final int NULLS = 58;
    static final int MONTH = 59;
    static final int FLAG_ONE = 60;
    static final int FLAG_TWO = 64;
    static final int DURATION = 68;

    static final int NO_RATE_PLAN = 1;
    static final int NO_FLAG_ONE = 2;
    static final int NO_FLAG_TWO = 4;
    static final int NO_DURATION = 8;
    static final int NO_CHARGE = 16;

    /** Not a NULL, but where there was a bit left: how the time was written, which makes no two rows differ. */
    static final int FOREIGN_OFFSET = 32;

    private static final int COMPARED = ~(FOREIGN_OFFSET << 8);

    /** What three bytes hold: blocks end before their records or lines are more. */
    static final int MAX_IN_BLOCK = (1 << 24) - 1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private Spooled() {}

    static long int64(byte[] bytes, int index) {
        return (long) LONGS.get(bytes, index);
    }

    static void int64(byte[] bytes, int index, long value) {
        LONGS.set(bytes, index, value);
    }

    static int int32(byte[] bytes, int index) {
        return (int) INTS.get(bytes, index);
    }

    static void int32(byte[] bytes, int index, int value) {
        INTS.set(bytes, index, value);
    }

    static int unsigned16(byte[] bytes, int index) {
        return (short) SHORTS.get(bytes, index) & 0xFFFF;
    }

    static void int16(byte[] bytes, int index, int value) {
        SHORTS.set(bytes, index, (short) value);
    }

    static int unsigned24(byte[] bytes, int index) {
        return unsigned16(bytes, index) << 8 | bytes[index + 2] & 0xFF;
    }

    static void int24(byte[] bytes, int index, int value) {
        int16(bytes, index, value >> 8);
        bytes[index + 2] = (byte) value;
    }

    /** Orders two rows of a sort buffer by key, then by place: the earlier record of the file first. */
    static int compare(ByteBuffer a, int at, ByteBuffer b, int bt) {
        int order = Long.compare(a.getLong(at + MICROS), b.getLong(bt + MICROS));
        if (order == 0) {
            order = Long.compareUnsigned(a.getLong(at + IDENTITY), b.getLong(bt + IDENTITY));
        }
        if (order == 0) {
            order = Long.compareUnsigned(a.getLong(at + IDENTITY + 8), b.getLong(bt + IDENTITY + 8));
        }
        // Block and byte, both not negative: one comparison.
        return order != 0 ? order : Long.compare(a.getLong(at + BLOCK), b.getLong(bt + BLOCK));
    }

    /** True when two rows have one identity. */
    static boolean sameKey(byte[] a, byte[] b) {
        return int64(a, MICROS) == int64(b, MICROS)
                && int64(a, IDENTITY) == int64(b, IDENTITY)
                && int64(a, IDENTITY + 8) == int64(b, IDENTITY + 8);
    }

    /** True when two rows of one identity agree in the columns that are not part of it. */
    static boolean sameRest(byte[] a, byte[] b) {
        return ((int32(a, NULLS & ~3) ^ int32(b, NULLS & ~3)) & COMPARED) == 0
                && int64(a, FLAG_ONE) == int64(b, FLAG_ONE)
                && int64(a, DURATION) == int64(b, DURATION);
    }
}
