package telco.usage.load.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a CSV file record by record, in constant memory and whatever its bytes are: a record that is no proper CSV is
 * handed out with its {@link CsvRecord.Flaw}, and the reader goes on with the next line.
 *
 * <p>Fields are separated by commas, records end with LF, CRLF or CR; a blank line (nothing, or only spaces and tabs)
 * is no record. A field may be quoted, and may then hold separators, line ends and doubled quotes (RFC 4180). A record
 * without a quote at the start of a field, which is nearly every one of a real file, is cut in one pass over its bytes;
 * the fields of any other are FastCSV's.
 */
public final class RecordReader implements Closeable {

    /** The longest record that is read as one; a usage record has about 70 bytes. */
    public static final int MAX_RECORD_BYTES = 64 * 1024;

    /** Small enough never to be a humongous object of a small heap, large enough that refills cost nothing. */
    static final int BUFFER_BYTES = 4 * MAX_RECORD_BYTES;

    private static final int INCOMPLETE = -1;
    private static final int BROKEN = -2;

    private final InputStream in;
    private final byte[] buffer;
    private final CsvRecord record = new CsvRecord();
    private int position;
    private int limit;
    private boolean endOfFile;
    private boolean behindCarriageReturn;
    private long bufferOffset;
    private long nextLine = 1;
    private long records;

    /** Reads a stream that begins at the start of a file. */
    public RecordReader(InputStream in) throws IOException {
        this(in, new byte[BUFFER_BYTES], 0, 0);
        skipByteOrderMark();
    }

    private RecordReader(InputStream in, byte[] buffer, int limit, long fileOffset) {
        this.in = in;
        this.buffer = buffer;
        this.limit = limit;
        this.bufferOffset = fileOffset;
    }

    /**
     * Reads what a block holds: whole records, and for the last block of a file that is not read in parallel all that
     * follows too. Records and lines are counted from 1 in the block.
     */
    public static RecordReader of(Block block) throws IOException {
        byte[] buffer = block.bytes();
        if (buffer.length < BUFFER_BYTES) {
            // The rest of a file may hold records that are longer than a small block.
            buffer = Arrays.copyOf(buffer, BUFFER_BYTES);
        }
        RecordReader reader = new RecordReader(block.rest(), buffer, block.limit(), block.fileOffset());
        if (block.fileOffset() == 0) {
            reader.skipByteOrderMark();
        }
        return reader;
    }

    /** The record that the last {@link #next()} moved to. */
    public CsvRecord record() {
        return record;
    }

    /** How many bytes of the file lie behind the reader. */
    public long bytesRead() {
        return bufferOffset + position;
    }

    /** How many lines lie behind the reader. */
    public long linesRead() {
        return nextLine - 1;
    }

    /** How many records lie behind the reader, the one that it stands on included. */
    public long recordsRead() {
        return records;
    }

    /** Counts the record that it stands on as no record: a header. */
    public void uncount() {
        records--;
    }

    /** Moves to the next record; false at the end of the file. */
    public boolean next() throws IOException {
        while (true) {
            if (!hasMore()) {
                return false;
            }
            int end = findEnd();
            boolean blank = isBlank(position, end);
            if (!blank) {
                finishRecord(end);
            }
            if (record.flaw == CsvRecord.Flaw.TOO_LONG) {
                skipLine();
            } else {
                nextLine += countLines(position, end);
                position = end;
                consumeLineEnd();
            }
            if (!blank) {
                return true;
            }
        }
    }

    /** Is there a byte of a further line? The LF of a CRLF is none: only now is it certain to have been read. */
    private boolean hasMore() throws IOException {
        while (position < limit || fill()) {
            boolean lineFeed = buffer[position] == '\n' && behindCarriageReturn;
            behindCarriageReturn = false;
            if (!lineFeed) {
                return true;
            }
            position++;
        }
        return false;
    }

    private void finishRecord(int end) {
        records++;
        record.recordNumber = records;
        record.lineNumber = nextLine;
        record.byteOffset = bufferOffset + position;
        record.rawEnd = end;
        record.length = end - position;
        if (record.flaw == CsvRecord.Flaw.TOO_LONG) {
            record.raw = record.copyOfBytes();
            record.rawStart = 0;
            record.rawEnd = record.raw.length;
        } else if (record.quoted && record.flaw == CsvRecord.Flaw.NONE) {
            unquote();
        }
    }

    /** Finds where the record at {@code position} ends, reading on as far as that takes. */
    private int findEnd() throws IOException {
        while (true) {
            int end = scanPlain();
            if (record.quoted) {
                end = scanQuoted();
            }
            boolean tooMuch = (end == INCOMPLETE ? limit : end) - position > MAX_RECORD_BYTES;
            if (end == BROKEN || tooMuch) {
                end = firstLineEnd();
            }
            if (end != INCOMPLETE) {
                return end;
            }
            fill();
        }
    }

    /**
     * One pass over a record without quotes, which sets its fields. Stops at the first quoted field.
     *
     * @return where the record ends, or INCOMPLETE when that is behind what has been read
     */
    private int scanPlain() {
        byte[] bytes = buffer;
        record.begin(bytes, position);
        for (int i = position; i < limit; i++) {
            byte b = bytes[i];
            // Digits, letters, '-', '.' and ':' all lie above the comma: most bytes take this way.
            if (b > ',') {
                continue;
            }
            if (b == ',') {
                record.endField(i);
            } else if (b == '\n' || b == '\r') {
                record.endField(i);
                return i;
            } else if (b == '"' && (i == position || bytes[i - 1] == ',')) {
                record.quoted = true;
                return INCOMPLETE;
            } else if (b == 0) {
                record.nul = true;
            } else if (b < 0) {
                record.ascii = false;
            }
        }
        if (endOfFile) {
            record.endField(limit);
            return limit;
        }
        return INCOMPLETE;
    }

    /** Where a record with quoted fields ends; also INCOMPLETE and BROKEN. Its fields are set later, if it is whole. */
    private int scanQuoted() {
        boolean fieldStart = true;
        boolean inQuotes = false;
        for (int i = position; i < limit; i++) {
            byte b = buffer[i];
            record.nul |= b == 0;
            record.ascii &= b >= 0;
            if (inQuotes) {
                if (b == '"') {
                    if (i + 1 == limit && !endOfFile) {
                        return INCOMPLETE;
                    }
                    int next = i + 1 == limit ? '\n' : buffer[i + 1];
                    if (next == '"') {
                        i++;
                    } else if (next == ',' || next == '\n' || next == '\r') {
                        inQuotes = false;
                    } else {
                        return BROKEN;
                    }
                }
                fieldStart = false;
            } else if (b == '\n' || b == '\r') {
                return i;
            } else if (b == '"' && fieldStart) {
                inQuotes = true;
            } else {
                fieldStart = b == ',';
            }
        }
        if (!endOfFile) {
            return INCOMPLETE;
        }
        return inQuotes ? BROKEN : limit;
    }

    /** The end of the first line of a record that is broken or too long, and marks it as such; also INCOMPLETE. */
    private int firstLineEnd() {
        for (int i = position; i < limit && i - position <= MAX_RECORD_BYTES; i++) {
            if (buffer[i] == '\n' || buffer[i] == '\r') {
                record.flaw = CsvRecord.Flaw.BROKEN_QUOTES;
                return i;
            }
        }
        if (limit - position <= MAX_RECORD_BYTES) {
            record.flaw = CsvRecord.Flaw.BROKEN_QUOTES;
            return endOfFile ? limit : INCOMPLETE;
        }
        record.flaw = CsvRecord.Flaw.TOO_LONG;
        return position + MAX_RECORD_BYTES;
    }

    private void unquote() {
        String text = new String(buffer, record.rawStart, record.rawEnd - record.rawStart, StandardCharsets.UTF_8);
        try {
            record.fields(CsvReader.builder().ofSingleCsvRecord(text).getFields());
        } catch (CsvParseException e) {
            record.flaw = CsvRecord.Flaw.BROKEN_QUOTES;
        }
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** How many lines end between the two positions: within quotes, the record's own line end not counted. */
    private long countLines(int from, int to) {
        if (!record.quoted) {
            return 0;
        }
        long lines = 0;
        for (int i = from; i < to; i++) {
            if (buffer[i] == '\n' || (buffer[i] == '\r' && !(i + 1 < limit && buffer[i + 1] == '\n'))) {
                lines++;
            }
        }
        return lines;
    }

    /** Steps over the rest of a line that is longer than the buffer, and keeps count of its bytes. */
    private void skipLine() throws IOException {
        long start = bufferOffset + position;
        while (true) {
            while (position < limit && buffer[position] != '\n' && buffer[position] != '\r') {
                position++;
            }
            if (position < limit || !fill()) {
                break;
            }
        }
        record.length = bufferOffset + position - start;
        consumeLineEnd();
    }

    private void consumeLineEnd() {
        if (position == limit) {
            return;
        }
        behindCarriageReturn = buffer[position] == '\r';
        position++;
        nextLine++;
    }

    private void skipByteOrderMark() throws IOException {
        while (limit < 3 && fill()) {
            // A stream may hand out its first bytes one at a time.
        }
        if (limit >= 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF) {
            position = 3;
        }
    }

    /** Reads more behind what is there; false when nothing came because the file is at its end. */
    private boolean fill() throws IOException {
        if (endOfFile) {
            return false;
        }
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            bufferOffset += position;
            limit -= position;
            position = 0;
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            endOfFile = true;
            return false;
        }
        limit += count;
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
