package telco.usage.load.copy;

import java.util.ArrayList;
import java.util.List;
import telco.usage.load.LoadTally;
import telco.usage.load.Reject;
import telco.usage.load.Violation;
import telco.usage.load.csv.CsvRecord;

/** What became of one block's records. Numbers of records and lines count from the block's start until all before it are known. */
final class BlockOutcome {

    /** In the part of a file that is read by one thread, an outcome ends here; far below what a row's place can say. */
    private static final long MOST_BYTES = 1 << 20;

    private final int number;
    private final long fileOffset;
    private final long recordsBefore;
    private final long linesBefore;
    private final LoadTally tally = new LoadTally();
    private final List<Reject> rejects = new ArrayList<>();
    private long records;
    private long lines;
    private long lineOfDayTooMany;

    /**
     * @param recordsBefore what the reader had read when the block began
     * @param linesBefore what the reader had read when the block began
     */
    BlockOutcome(int number, long fileOffset, long recordsBefore, long linesBefore) {
        this.number = number;
        this.fileOffset = fileOffset;
        this.recordsBefore = recordsBefore;
        this.linesBefore = linesBefore;
    }

    /** True when the record is better counted in a further block. */
    boolean isFullBefore(CsvRecord record) {
        return record.byteOffset() - fileOffset > MOST_BYTES;
    }

    RecordPlace place(RecordPlace place, CsvRecord record) {
        return place.set(number, fileOffset, recordsBefore, linesBefore, record);
    }

    void reject(CsvRecord record, Violation violation, Integer customerId, long charge, double duration) {
        tally.rejected(charge, duration);
        rejects.add(new Reject(
                record.recordNumber() - recordsBefore,
                record.lineNumber() - linesBefore,
                record.byteOffset(),
                violation,
                customerId,
                charge,
                record.copyOfBytes(),
                record.byteLength()));
    }

    /** The record's day is one more than a file may have: the file ends here. */
    void dayTooMany(CsvRecord record) {
        lineOfDayTooMany = record.lineNumber() - linesBefore;
    }

    /** Ends the block behind so many records and lines of the reader. */
    BlockOutcome end(long recordsRead, long linesRead) {
        records = recordsRead - recordsBefore;
        lines = linesRead - linesBefore;
        return this;
    }

    int number() {
        return number;
    }

    long fileOffset() {
        return fileOffset;
    }

    LoadTally tally() {
        return tally;
    }

    List<Reject> rejects() {
        return rejects;
    }

    long records() {
        return records;
    }

    long lines() {
        return lines;
    }

    /** Line of the block on which the file had too many days; 0 when it had not. */
    long lineOfDayTooMany() {
        return lineOfDayTooMany;
    }
}
