package telco.usage.load.copy;

import telco.usage.load.csv.CsvRecord;

/** Where a record stands: in which block, and where in that. Reused from record to record. */
final class RecordPlace {

    private int block;
    private int offset;
    private int record;
    private int line;
    private int length;

    /** The place of {@code csv} in a block that begins behind these bytes, records and lines of what is read. */
    RecordPlace set(int blockNumber, long blockOffset, long recordsBefore, long linesBefore, CsvRecord csv) {
        block = blockNumber;
        offset = (int) (csv.byteOffset() - blockOffset);
        record = (int) (csv.recordNumber() - recordsBefore);
        line = (int) (csv.lineNumber() - linesBefore);
        length = (int) csv.byteLength();
        return this;
    }

    int block() {
        return block;
    }

    /** Byte in the block, from 0. */
    int offset() {
        return offset;
    }

    /** Record in the block, from 1. */
    int record() {
        return record;
    }

    /** Line in the block, from 1. */
    int line() {
        return line;
    }

    /** The record's bytes, without its line end. */
    int length() {
        return length;
    }
}
