package telco.usage.load.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.LocalDate;

/** The rows of one UTC day on disk, in any order. */
final class SpooledDay implements AutoCloseable {

    static final long MICROS_PER_DAY = 86_400_000_000L;

    private final long epochDay;
    private final int month;
    private final FileChannel file;

    /** @param epochDay days since 1970-01-01 */
    SpooledDay(long epochDay, Path directory) throws IOException {
        this.epochDay = epochDay;
        LocalDate day = date();
        this.month = day.getYear() * 12 + day.getMonthValue() - 1;
        this.file = TemporaryFile.in(directory);
    }

    long epochDay() {
        return epochDay;
    }

    LocalDate date() {
        return LocalDate.ofEpochDay(epochDay);
    }

    /** The day's UTC month, in months since year 0. */
    int month() {
        return month;
    }

    long startMicros() {
        return epochDay * MICROS_PER_DAY;
    }

    long rows() throws IOException {
        return file.size() / Spooled.BYTES;
    }

    /** Adds whole rows; any thread may. */
    synchronized void append(byte[] rows, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(rows, 0, length);
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
    }

    /** Fills the buffer with rows from row {@code first} on, as many as there are and fit. */
    void read(long first, ByteBuffer target) throws IOException {
        TemporaryFile.read(file, first * Spooled.BYTES, target);
    }

    /** Gives the file's space back. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
