package telco.usage.load.copy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
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

    private static final short NUMERIC_NEGATIVE = 0x4000;

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

    void bigint(long value) throws SQLException {
        int32(8);
        int64(value);
    }

    void float8(double value) throws SQLException {
        bigint(Double.doubleToLongBits(value));
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

    void text(String value) throws SQLException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        bytes(bytes, 0, bytes.length);
    }

    /**
     * A NUMERIC with eight decimals, given in units of 10^-8. PostgreSQL's own form: digits to the base of 10,000, the
     * first one not zero, the last one not zero, and the weight of the first.
     */
    void numeric8(long units) throws SQLException {
        long rest = Math.abs(units);
        int last = 2;
        while (rest != 0 && rest % 10_000 == 0) {
            rest /= 10_000;
            last--;
        }
        int digits = 0;
        for (long r = rest; r != 0; r /= 10_000) {
            digits++;
        }
        int32(8 + 2 * digits);
        int16(digits);
        int16(digits == 0 ? 0 : digits - 1 - last);
        int16(units < 0 ? NUMERIC_NEGATIVE : 0);
        int16(8);
        long divisor = 1;
        for (int i = 1; i < digits; i++) {
            divisor *= 10_000;
        }
        for (; divisor > 0 && digits > 0; divisor /= 10_000) {
            int16((int) (rest / divisor % 10_000));
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
        buffer[position++] = (byte) (value >> 8);
        buffer[position++] = (byte) value;
    }

    private void int32(int value) throws SQLException {
        ensure(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            buffer[position++] = (byte) (value >> shift);
        }
    }

    private void int64(long value) throws SQLException {
        ensure(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            buffer[position++] = (byte) (value >> shift);
        }
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
