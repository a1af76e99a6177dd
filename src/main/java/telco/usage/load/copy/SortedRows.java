package telco.usage.load.copy;

import java.io.IOException;

/** Spooled rows in the order of their key, and of the file within one key. */
interface SortedRows extends AutoCloseable {

    /** Copies the next row into {@code row}; false when there is none. */
    boolean next(byte[] row) throws IOException;

    @Override
    void close() throws IOException;
}
