package telco.usage.load.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** Sorted runs on disk, merged into one order. All their buffers together have a fixed size. */
final class MergedRows implements SortedRows {

    private static final int BUFFERS_BYTES = 16 << 20;
    private static final int LARGEST_BUFFER_BYTES = 256 << 10;

    private final FileChannel file;
    private final List<Run> runs = new ArrayList<>();
    private final PriorityQueue<Run> smallestFirst = new PriorityQueue<>();
    private long written;

    MergedRows(Path directory) throws IOException {
        this.file = TemporaryFile.in(directory);
    }

    /** Writes the rows, which are in order, behind the runs that are there. */
    void addRun(SortedRows rows) throws IOException {
        long start = written;
        byte[] row = new byte[Spooled.BYTES];
        ByteBuffer buffer = ByteBuffer.allocate(LARGEST_BUFFER_BYTES / Spooled.BYTES * Spooled.BYTES);
        while (rows.next(row)) {
            buffer.put(row);
            if (!buffer.hasRemaining()) {
                write(buffer);
            }
        }
        write(buffer);
        runs.add(new Run(start, written));
    }

    private void write(ByteBuffer buffer) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            written += file.write(buffer, written);
        }
        buffer.clear();
    }

    /** To be called when every run was added. */
    void start() throws IOException {
        int bytes = Math.min(LARGEST_BUFFER_BYTES, BUFFERS_BYTES / runs.size());
        int rows = Math.max(1, bytes / Spooled.BYTES);
        for (Run run : runs) {
            run.buffer = ByteBuffer.allocate(rows * Spooled.BYTES).limit(0);
            if (run.advance()) {
                smallestFirst.add(run);
            }
        }
    }

    @Override
    public boolean next(byte[] row) throws IOException {
        Run smallest = smallestFirst.poll();
        if (smallest == null) {
            return false;
        }
        smallest.buffer.get(smallest.buffer.position(), row, 0, Spooled.BYTES);
        smallest.buffer.position(smallest.buffer.position() + Spooled.BYTES);
        if (smallest.advance()) {
            smallestFirst.add(smallest);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** One sorted run, standing on its smallest row that was not merged yet. */
    private final class Run implements Comparable<Run> {

        private long position;
        private final long end;
        private ByteBuffer buffer;

        Run(long start, long end) {
            this.position = start;
            this.end = end;
        }

        /** Reads on where the buffer is empty; false at the end of the run. */
        boolean advance() throws IOException {
            if (buffer.hasRemaining()) {
                return true;
            }
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
            while (buffer.hasRemaining()) {
                position += file.read(buffer, position);
            }
            buffer.flip();
            return buffer.hasRemaining();
        }

        @Override
        public int compareTo(Run other) {
            return Spooled.compare(buffer, buffer.position(), other.buffer, other.buffer.position());
        }
    }
}
