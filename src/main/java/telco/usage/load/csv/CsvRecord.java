package telco.usage.load.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The record that a {@link RecordReader} stands on: its untouched bytes, where they stand in the file, and its fields.
 * One object serves all records of a file; what it says holds until the reader moves on.
 */
public final class CsvRecord {

    /** More fields than this are counted but not kept; no caller needs them. */
    public static final int KEPT_FIELDS = 256;

    /** The index of a field that no record has, and that is empty in each: what a reader finds of a column that is not there. */
    public static final int EMPTY_FIELD = KEPT_FIELDS;

    /** What is wrong with a record as CSV, if anything. */
    public enum Flaw {
        NONE,
        /** Longer than a record may be; only its start was kept. */
        TOO_LONG,
        /** A quote is never closed, or text follows the closing one; the record ends at its first line end. */
        BROKEN_QUOTES
    }

    private final int[] starts = new int[KEPT_FIELDS + 1];
    private final int[] ends = new int[KEPT_FIELDS + 1];
    byte[] raw;
    int rawStart;
    int rawEnd;
    long length;
    long lineNumber;
    long recordNumber;
    long byteOffset;
    boolean nul;
    boolean ascii;
    boolean quoted;
    Flaw flaw;
    private byte[] fieldBytes;
    private int fieldCount;

    CsvRecord() {}

    /** Begins a record that starts at {@code position} of {@code bytes}. */
    void begin(byte[] bytes, int position) {
        raw = bytes;
        fieldBytes = bytes;
        rawStart = position;
        starts[0] = position;
        fieldCount = 0;
        nul = false;
        ascii = true;
        quoted = false;
        flaw = Flaw.NONE;
    }

    /** Ends the current field before {@code position}; the next one begins behind its separator. */
    void endField(int position) {
        if (fieldCount < KEPT_FIELDS) {
            ends[fieldCount] = position;
            if (fieldCount + 1 < KEPT_FIELDS) {
                starts[fieldCount + 1] = position + 1;
            }
        }
        fieldCount++;
    }

    /** Replaces the fields by unquoted ones, of which each character is one byte. */
    void fields(Iterable<String> values) {
        fieldCount = 0;
        fieldBytes = new byte[rawEnd - rawStart];
        int position = 0;
        for (String value : values) {
            if (fieldCount < KEPT_FIELDS) {
                byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
                System.arraycopy(bytes, 0, fieldBytes, position, bytes.length);
                starts[fieldCount] = position;
                position += bytes.length;
                ends[fieldCount] = position;
            }
            fieldCount++;
        }
    }

    /** Physical line on which the record begins, from 1. */
    public long lineNumber() {
        return lineNumber;
    }

    /** Number of the record in the file, from 1; blank lines are no records. */
    public long recordNumber() {
        return recordNumber;
    }

    /** Where its first byte stands in the file, from 0. */
    public long byteOffset() {
        return byteOffset;
    }

    /** How many bytes it has in the file, without its line end. */
    public long byteLength() {
        return length;
    }

    /** A copy of its bytes as they stand in the file, without the line end; the start only of one that is too long. */
    public byte[] copyOfBytes() {
        return Arrays.copyOfRange(raw, rawStart, rawEnd);
    }

    /** The array that holds its bytes from {@link #bytesStart()} to {@link #bytesEnd()}. */
    public byte[] bytes() {
        return raw;
    }

    public int bytesStart() {
        return rawStart;
    }

    public int bytesEnd() {
        return rawEnd;
    }

    public Flaw flaw() {
        return flaw;
    }

    /** True when a byte of it is 0. */
    public boolean hasNul() {
        return nul;
    }

    /** True when every byte is ASCII, and so the record certainly is in its charset. */
    public boolean isAscii() {
        return ascii;
    }

    /** How many fields it has; without meaning when {@link #flaw()} is not NONE. */
    public int fieldCount() {
        return fieldCount;
    }

    /** The array that holds field {@code index} from {@link #fieldStart(int)} to {@link #fieldEnd(int)}. */
    public byte[] fieldBytes() {
        return fieldBytes;
    }

    public int fieldStart(int index) {
        return starts[index];
    }

    public int fieldEnd(int index) {
        return ends[index];
    }

    /** The field as text; what is no character in the charset becomes a replacement character. */
    public String field(int index, Charset charset) {
        return new String(fieldBytes, starts[index], ends[index] - starts[index], charset);
    }
}
