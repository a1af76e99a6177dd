package telco.usage.load.csv;

import java.io.InputStream;

/**
 * A piece of a file that begins and ends with whole records, so that pieces can be read side by side. One object serves
 * all pieces that a thread reads.
 */
public final class Block {

    private final byte[] bytes;
    private int number;
    private int limit;
    private long fileOffset;
    private InputStream rest;

    public Block() {
        this(RecordReader.BUFFER_BYTES);
    }

    /** A block of another size, to try cuts in other places. */
    Block(int size) {
        bytes = new byte[size];
    }

    void set(int newNumber, int newLimit, long newFileOffset, InputStream newRest) {
        number = newNumber;
        limit = newLimit;
        fileOffset = newFileOffset;
        rest = newRest;
    }

    /** Its number in the file, from 0, without gaps. */
    public int number() {
        return number;
    }

    /** Where it begins in the file. */
    public long fileOffset() {
        return fileOffset;
    }

    byte[] bytes() {
        return bytes;
    }

    int limit() {
        return limit;
    }

    InputStream rest() {
        return rest;
    }
}
