package telco.usage.load.csv;

/**
 * Finds where a record ends, in bytes that may hold only a part of it. The one hot loop of reading, kept apart and plain:
 * no state, no objects.
 */
final class RecordScan {

    /** The record's end is behind what has been read. */
    static final int INCOMPLETE = -1;

    /** The record's quotes are not those of CSV. */
    static final int BROKEN = -2;

    private RecordScan() {}

    /**
     * One pass over a record without quotes, which sets its fields. Stops at the first quoted field.
     *
     * @return where the record that begins at {@code from} ends, or INCOMPLETE
     */
    static int plain(CsvRecord record, byte[] bytes, int from, int limit, boolean endOfFile, byte delimiter) {
        record.begin(bytes, from);
        for (int i = from; i < limit; i++) {
            byte b = bytes[i];
            // Digits, letters, '-', '.' and ':' all lie above the comma: most bytes take this way.
            if (b > ',' && b != delimiter) {
                continue;
            }
            if (b == delimiter) {
                record.endField(i);
            } else if (b == '\n' || b == '\r') {
                record.endField(i);
                return i;
            } else if (b == '"' && (i == from || bytes[i - 1] == delimiter)) {
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
    static int quoted(CsvRecord record, byte[] bytes, int from, int limit, boolean endOfFile, byte delimiter) {
        boolean fieldStart = true;
        boolean inQuotes = false;
        for (int i = from; i < limit; i++) {
            byte b = bytes[i];
            record.nul |= b == 0;
            record.ascii &= b >= 0;
            if (inQuotes) {
                if (b == '"') {
                    if (i + 1 == limit && !endOfFile) {
                        return INCOMPLETE;
                    }
                    int next = i + 1 == limit ? '\n' : bytes[i + 1];
                    if (next == '"') {
                        i++;
                    } else if (next == delimiter || next == '\n' || next == '\r') {
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
                fieldStart = b == delimiter;
            }
        }
        if (!endOfFile) {
            return INCOMPLETE;
        }
        return inQuotes ? BROKEN : limit;
    }

    /** The end of the first line of a record that is broken or too long, and marks it as such; also INCOMPLETE. */
    static int firstLineEnd(CsvRecord record, byte[] bytes, int from, int limit, boolean endOfFile) {
        for (int i = from; i < limit && i - from <= RecordReader.MAX_RECORD_BYTES; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                record.flaw = CsvRecord.Flaw.BROKEN_QUOTES;
                return i;
            }
        }
        if (limit - from <= RecordReader.MAX_RECORD_BYTES) {
            record.flaw = CsvRecord.Flaw.BROKEN_QUOTES;
            return endOfFile ? limit : INCOMPLETE;
        }
        record.flaw = CsvRecord.Flaw.TOO_LONG;
        return from + RecordReader.MAX_RECORD_BYTES;
    }

    static boolean isBlank(byte[] bytes, int from, int to, byte delimiter) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == delimiter || bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** How many lines end within a record, its own line end not counted: only quotes can hold any. */
    static long countLines(byte[] bytes, int from, int to) {
        long lines = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n' || (bytes[i] == '\r' && !(i + 1 < to && bytes[i + 1] == '\n'))) {
                lines++;
            }
        }
        return lines;
    }
}
