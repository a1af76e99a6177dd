package telco.usage.load.csv;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a file into blocks at the ends of records, for any number of threads that take the next one in turn. The bytes
 * are read in their order, so the stream below may compute a hash of them.
 *
 * <p>Where a line ends is where a record ends only if no quote is open. So at the first quote, and at a line that is
 * longer than a block, the reader stops cutting: the thread that took that block reads the rest of the file by itself.
 */
public final class BlockReader {

    private final InputStream in;
    private final Delimiter delimiter;
    private final byte[] carry;
    private int carried;
    private long nextOffset;
    private int nextNumber;
    private boolean done;

    public BlockReader(InputStream in, Delimiter delimiter) {
        this(in, delimiter, RecordReader.BUFFER_BYTES);
    }

    /** Cuts blocks of another size. */
    BlockReader(InputStream in, Delimiter delimiter, int blockSize) {
        this.in = in;
        this.delimiter = delimiter;
        this.carry = new byte[blockSize];
    }

    /** The file's first record, null when it has none; to be asked for before the first block. */
    public synchronized CsvRecord firstRecord() throws IOException {
        int count;
        while (carried < carry.length && (count = in.read(carry, carried, carry.length - carried)) > 0) {
            carried += count;
        }
        Block start = new Block(carry.length);
        System.arraycopy(carry, 0, start.bytes(), 0, carried);
        start.set(0, carried, 0, InputStream.nullInputStream());
        RecordReader reader = records(start);
        return reader.next() ? reader.record() : null;
    }

    /**
     * Fills {@code block} with the next piece of the file.
     *
     * @return false when there is none for this thread
     */
    public synchronized boolean next(Block block) throws IOException {
        if (done) {
            return false;
        }
        byte[] bytes = block.bytes();
        System.arraycopy(carry, 0, bytes, 0, carried);
        int limit = carried;
        int count = 0;
        while (limit < bytes.length && (count = in.read(bytes, limit, bytes.length - limit)) > 0) {
            limit += count;
        }
        boolean whole = count < 0;
        int end = whole ? limit : lastRecordEnd(bytes, limit);
        // What is not cut goes on behind this block.
        InputStream rest = end < 0 ? in : InputStream.nullInputStream();
        done = whole || end < 0;
        if (end < 0) {
            end = limit;
        }
        block.set(nextNumber++, end, nextOffset, rest);
        carried = limit - end;
        System.arraycopy(bytes, end, carry, 0, carried);
        nextOffset += end;
        return end > 0;
    }

    /** Reads the records of a block. */
    public RecordReader records(Block block) throws IOException {
        return RecordReader.of(block, delimiter);
    }

    /** A number for a further piece of the rest, for the thread that reads it. */
    public synchronized int takeNumber() {
        return nextNumber++;
    }

    /** Behind the last line of bytes without a quote; -1 when a quote makes that unsafe, or there is no line end. */
    private static int lastRecordEnd(byte[] bytes, int limit) {
        if (holdsQuote(bytes, limit)) {
            return -1;
        }
        for (int i = limit - 1; i >= 0; i--) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static boolean holdsQuote(byte[] bytes, int limit) {
        for (int i = 0; i < limit; i++) {
            if (bytes[i] == '"') {
                return true;
            }
        }
        return false;
    }
}
