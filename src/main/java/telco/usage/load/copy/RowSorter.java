package telco.usage.load.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Sorts the rows of a day in a buffer of fixed size, which one thread uses for day after day. A day that does not fit is
 * sorted piece by piece and merged from disk, so memory does not grow with the day.
 *
 * <p>The microsecond of the day and the row's index fit one long together, so nearly all of the sorting is that of an
 * array of longs; only rows of the same microsecond are compared in full.
 */
final class RowSorter {

    /** A bit more than the days of a file of 23 million rows have on average. */
    static final int DEFAULT_ROWS = 320_000;

    private static final int INDEX_BITS = 24;
    private static final int SMALL_GROUP = 16;

    private final ByteBuffer buffer;
    private final long[] order;

    RowSorter(int rows) {
        // Outside the heap: there an object of this size would be a burden on every collection.
        this.buffer = ByteBuffer.allocateDirect(rows * Spooled.BYTES);
        this.order = new long[rows];
    }

    /**
     * The day's rows in order; to be closed before the next day is asked for.
     *
     * @param directory where a day that does not fit is merged
     */
    SortedRows sort(SpooledDay day, Path directory) throws IOException {
        if (day.rows() <= order.length) {
            return sortPiece(day, 0);
        }
        MergedRows merged = new MergedRows(directory);
        for (long first = 0; first < day.rows(); first += order.length) {
            merged.addRun(sortPiece(day, first));
        }
        merged.start();
        return merged;
    }

    private SortedRows sortPiece(SpooledDay day, long first) throws IOException {
        day.read(first, buffer);
        int rows = buffer.limit() / Spooled.BYTES;
        for (int i = 0; i < rows; i++) {
            long micro = buffer.getLong(i * Spooled.BYTES + Spooled.MICROS) - day.startMicros();
            order[i] = micro << INDEX_BITS | i;
        }
        Arrays.sort(order, 0, rows);
        for (int from = 0; from < rows; ) {
            int to = from + 1;
            while (to < rows && order[to] >> INDEX_BITS == order[from] >> INDEX_BITS) {
                to++;
            }
            if (to - from > 1) {
                sortGroup(from, to);
            }
            from = to;
        }
        return new Piece(rows);
    }

    /** Puts rows of one microsecond in order. */
    private void sortGroup(int from, int to) {
        if (to - from > SMALL_GROUP) {
            Long[] group = Arrays.stream(order, from, to).boxed().toArray(Long[]::new);
            Arrays.sort(group, (a, b) -> compare(a, b));
            for (int i = from; i < to; i++) {
                order[i] = group[i - from];
            }
            return;
        }
        for (int i = from + 1; i < to; i++) {
            long moved = order[i];
            int place = i;
            while (place > from && compare(order[place - 1], moved) > 0) {
                order[place] = order[place - 1];
                place--;
            }
            order[place] = moved;
        }
    }

    private int compare(long a, long b) {
        return Spooled.compare(buffer, offset(a), buffer, offset(b));
    }

    private static int offset(long ordered) {
        return ((int) ordered & ((1 << INDEX_BITS) - 1)) * Spooled.BYTES;
    }

    /** The rows in the buffer, in their order. */
    private final class Piece implements SortedRows {

        private final int rows;
        private int next;

        Piece(int rows) {
            this.rows = rows;
        }

        @Override
        public boolean next(byte[] row) {
            if (next == rows) {
                return false;
            }
            buffer.get(offset(order[next++]), row, 0, Spooled.BYTES);
            return true;
        }

        @Override
        public void close() {
            // The buffer is used again.
        }
    }
}
