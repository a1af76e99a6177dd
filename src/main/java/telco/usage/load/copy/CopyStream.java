package telco.usage.load.copy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A COPY ... FROM STDIN (FORMAT binary) in progress, fed value by value. Closed before its end it is cancelled, and the
 * transaction around it can only roll back.
 */
final class CopyStream implements AutoCloseable {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};

    /** More costs time: arrays of a MiB are humongous in a small heap. */
    private static final int BUFFER_BYTES = 64 * 1024;

    /** Microseconds from 1970-01-01 to 2000-01-01, from which PostgreSQL counts. */
    private static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

    private static final BigInteger BASE = BigInteger.valueOf(10_000);

    private static final short NUMERIC_NEGATIVE = 0x4000;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private final CopyIn copy;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;

    private CopyStream(CopyIn copy) {
        this.copy = copy;
    }

    /** Starts the statement on a connection that does nothing else until this is closed. */
    static CopyStream start(Connection connection, String statement) throws SQLException {
        CopyStream stream = new CopyStream(
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement));
        stream.raw(SIGNATURE, 0, SIGNATURE.length);
        stream.int32(0);
        stream.int32(0);
        return stream;
    }

    /** Begins a row. */
    void row(int columns) throws SQLException {
        int16(columns);
    }

    void nothing() throws SQLException {
        int32(-1);
    }

    void integer(int value) throws SQLException {
        int32(4);
        int32(value);
    }

    /** The value, or NULL where it is not present. */
    void integer(boolean present, int value) throws SQLException {
        if (present) {
            integer(value);
        } else {
            nothing();
        }
    }

    void bigint(long value) throws SQLException {
        int32(8);
        int64(value);
    }

    void bool(boolean value) throws SQLException {
        int32(1);
        ensure(1);
        buffer[position++] = (byte) (value ? 1 : 0);
    }

    /** A timestamptz, given in microseconds since 1970-01-01T00:00Z. */
    void timestamp(long epochMicros) throws SQLException {
        bigint(epochMicros - POSTGRES_EPOCH_MICROS);
    }

    /** A bytea, or a text in UTF-8. */
    void bytes(byte[] source, int from, int to) throws SQLException {
        int32(to - from);
        raw(source, from, to);
    }

    /** A NUMERIC with eight decimals, given in units of 10^-8. */
    void numeric8(long units) throws SQLException {
        numeric(units, 2, 8);
    }

    /** A whole NUMERIC. */
    void numeric(long value) throws SQLException {
        numeric(value, 0, 0);
    }

    /**
     * PostgreSQL's own form of a number: digits to the base of 10,000, the first one not zero, the last one not zero, and
     * the weight of the first.
     */
    private void numeric(long value, int fractionDigits, int decimals) throws SQLException {
        long rest = Math.abs(value);
        int last = fractionDigits;
        while (rest != 0 && rest % 10_000 == 0) {
            rest /= 10_000;
            last--;
        }
        int digits = 0;
        long divisor = 1;
        for (long r = rest; r != 0; r /= 10_000) {
            divisor = digits++ == 0 ? 1 : divisor * 10_000;
        }
        int32(8 + 2 * digits);
        int16(digits);
        int16(digits == 0 ? 0 : digits - 1 - last);
        int16(value < 0 ? NUMERIC_NEGATIVE : 0);
        int16(decimals);
        for (; digits > 0; digits--) {
            int16((int) (rest / divisor % 10_000));
            divisor /= 10_000;
        }
    }

    /** Any NUMERIC: the slow way, for values that no long holds. */
    void numeric(BigDecimal value) throws SQLException {
        int fractionDigits = (Math.max(value.scale(), 0) + 3) / 4;
        BigInteger rest = value.abs().setScale(4 * fractionDigits).unscaledValue();
        Deque<Integer> digits = new ArrayDeque<>();
        while (rest.signum() != 0) {
            BigInteger[] split = rest.divideAndRemainder(BASE);
            digits.addFirst(split[1].intValue());
            rest = split[0];
        }
        int32(8 + 2 * digits.size());
        int16(digits.size());
        int16(digits.isEmpty() ? 0 : digits.size() - 1 - fractionDigits);
        int16(value.signum() < 0 ? NUMERIC_NEGATIVE : 0);
        int16(Math.max(value.scale(), 0));
        for (int digit : digits) {
            int16(digit);
        }
    }

    /** Ends the statement and returns how many rows PostgreSQL took. */
    long finish() throws SQLException {
        int16(-1);
        flush();
        return copy.endCopy();
    }

    private void int16(int value) throws SQLException {
        ensure(2);
        SHORTS.set(buffer, position, (short) value);
        position += 2;
    }

    private void int32(int value) throws SQLException {
        ensure(4);
        INTS.set(buffer, position, value);
        position += 4;
    }

    private void int64(long value) throws SQLException {
        ensure(8);
        LONGS.set(buffer, position, value);
        position += 8;
    }

    private void raw(byte[] source, int from, int to) throws SQLException {
        int next = from;
        while (next < to) {
            if (position == BUFFER_BYTES) {
                flush();
            }
            int count = Math.min(to - next, BUFFER_BYTES - position);
            System.arraycopy(source, next, buffer, position, count);
            position += count;
            next += count;
        }
    }

    private void ensure(int bytes) throws SQLException {
        if (BUFFER_BYTES - position < bytes) {
            flush();
        }
    }

    private void flush() throws SQLException {
        copy.writeToCopy(buffer, 0, position);
        position = 0;
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
