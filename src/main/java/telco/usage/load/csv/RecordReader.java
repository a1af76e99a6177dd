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
 * <p>Fields are separated by one character, records end with LF, CRLF or CR; a blank line (nothing, or only spaces and tabs
 * that separate nothing) is no record. A field may be quoted, and may then hold separators, line ends and doubled quotes (RFC 4180). A record
 * without a quote at the start of a field, which is nearly every one of a real file, is cut in one pass over its bytes;
 * the fields of any other are FastCSV's. The text is in UTF-8, or in a charset of one byte a character that agrees with ASCII.
 */
public final class RecordReader implements Closeable {

    /** The longest record that is read as one; a usage record has about 70 bytes. */
    public static final int MAX_RECORD_BYTES = 64 * 1024;

    /** Small enough never to be a humongous object of a small heap, large enough that refills cost nothing. */
    static final int BUFFER_BYTES = 4 * MAX_RECORD_BYTES;

    private final InputStream in;
    private final byte[] buffer;
    private final byte delimiter;
    private final CsvRecord record = new CsvRecord();
    private int position;
    private int limit;
    private boolean endOfFile;
    private boolean behindCarriageReturn;
    private long bufferOffset;
    private long nextLine = 1;
    private long records;

    /** Reads a stream that begins at the start of a file. */
    public RecordReader(InputStream in, Delimiter delimiter) throws IOException {
        this(in, new byte[BUFFER_BYTES], 0, 0, delimiter);
        skipByteOrderMark();
    }

    private RecordReader(InputStream in, byte[] buffer, int limit, long fileOffset, Delimiter delimiter) {
        this.in = in;
        this.buffer = buffer;
        this.delimiter = delimiter.character();
        this.limit = limit;
        this.bufferOffset = fileOffset;
    }

    /**
     * Reads what a block holds: whole records, and for the last block of a file that is not read in parallel all that
     * follows too. Records and lines are counted from 1 in the block.
     */
    public static RecordReader of(Block block, Delimiter delimiter) throws IOException {
        byte[] buffer = block.bytes();
        if (buffer.length < BUFFER_BYTES) {
            // The rest of a file may hold records that are longer than a small block.
            buffer = Arrays.copyOf(buffer, BUFFER_BYTES);
        }
        RecordReader reader = new RecordReader(block.rest(), buffer, block.limit(), block.fileOffset(), delimiter);
        if (block.fileOffset() == 0) {
            reader.skipByteOrderMark();
        }
        return reader;
    }

    /** The record that the last {@link #next()} moved to. */
    public CsvRecord record() {
        return record;
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
            boolean blank = RecordScan.isBlank(buffer, position, end, delimiter);
            if (!blank) {
                finishRecord(end);
            }
            if (record.flaw == CsvRecord.Flaw.TOO_LONG) {
                skipLine();
            } else {
                nextLine += record.quoted ? RecordScan.countLines(buffer, position, end) : 0;
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
            int end = RecordScan.plain(record, buffer, position, limit, endOfFile, delimiter);
            if (record.quoted) {
                end = RecordScan.quoted(record, buffer, position, limit, endOfFile, delimiter);
            }
            boolean tooMuch = (end == RecordScan.INCOMPLETE ? limit : end) - position > MAX_RECORD_BYTES;
            if (end == RecordScan.BROKEN || tooMuch) {
                end = RecordScan.firstLineEnd(record, buffer, position, limit, endOfFile);
            }
            if (end != RecordScan.INCOMPLETE) {
                return end;
            }
            fill();
        }
    }

    private void unquote() {
        // A character for each byte: quotes and delimiters are ASCII, and whatever else the bytes mean comes back as it
        // was.
        String text = new String(buffer, record.rawStart, record.rawEnd - record.rawStart, StandardCharsets.ISO_8859_1);
        try {
            record.fields(CsvReader.builder()
                    .fieldSeparator((char) delimiter)
                    .ofSingleCsvRecord(text)
                    .getFields());
        } catch (CsvParseException e) {
            record.flaw = CsvRecord.Flaw.BROKEN_QUOTES;
        }
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
