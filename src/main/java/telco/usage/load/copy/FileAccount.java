package telco.usage.load.copy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import telco.usage.jdbc.Database;
import telco.usage.load.LoadConfig;
import telco.usage.load.LoadTally;
import telco.usage.load.Reject;
import telco.usage.load.RejectLimit;
import telco.usage.load.RejectWriter;
import telco.usage.run.Attempt;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;

/**
 * Puts the blocks of a file together again. Threads finish them in any order; they are counted in the file's, so that
 * every reject has its true line and the limits are judged as if one thread had read it all.
 */
final class FileAccount {

    private final Attempt attempt;
    private final LoadConfig config;
    private final SourceText source;
    private final String fileName;
    private final RejectLimit limit;
    private final RejectWriter rejects;
    private final Map<Integer, BlockOutcome> waiting = new HashMap<>();
    private final LoadTally tally = new LoadTally();
    private long[] offsets = new long[64];
    private long[] records = new long[64];
    private long[] lines = new long[64];
    private int next;
    private boolean ended;

    FileAccount(Database database, Attempt attempt, LoadConfig config, SourceText source) {
        this.attempt = attempt;
        this.config = config;
        this.source = source;
        this.fileName = attempt.run().file().name();
        this.limit = RejectLimit.of(attempt.run(), config, source.format().delimiter());
        this.rejects = new RejectWriter(database, attempt);
    }

    /**
     * Counts the block once all before it are counted.
     *
     * @throws RunFailedException when the file is bad as a whole
     */
    synchronized void add(BlockOutcome outcome) {
        waiting.put(outcome.number(), outcome);
        BlockOutcome due = waiting.remove(next);
        while (due != null && !ended) {
            // Whatever it throws ends the file here: threads that have not noticed yet add nothing any more.
            ended = true;
            count(due);
            ended = false;
            due = waiting.remove(next);
        }
    }

    /** Stores the rejects that are still in memory. */
    synchronized void flush() {
        rejects.flush();
    }

    private void count(BlockOutcome outcome) {
        int number = outcome.number();
        if (number + 1 >= offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * offsets.length);
            records = Arrays.copyOf(records, 2 * records.length);
            lines = Arrays.copyOf(lines, 2 * lines.length);
        }
        offsets[number] = outcome.fileOffset();
        records[number + 1] = records[number] + outcome.records();
        lines[number + 1] = lines[number] + outcome.lines();
        next++;
        tally.add(outcome.tally());
        attempt.progressed(source.fileBytes(outcome.fileOffset()), tally.read());
        Reject[] numbered = outcome.rejects().stream()
                .map(reject -> numbered(number, reject))
                .toArray(Reject[]::new);
        // All are kept before any is judged: both count the same.
        for (Reject reject : numbered) {
            rejects.add(reject);
        }
        for (Reject reject : numbered) {
            limit.rejected(reject);
        }
        if (outcome.lineOfDayTooMany() > 0) {
            throw tooManyDays(lines[number] + outcome.lineOfDayTooMany());
        }
    }

    private Reject numbered(int block, Reject reject) {
        return new Reject(
                records[block] + reject.recordNumber(),
                lines[block] + reject.lineNumber(),
                reject.byteOffset(),
                reject.violation(),
                reject.customerId(),
                reject.charge(),
                reject.bytes(),
                reject.byteLength());
    }

    private RunFailedException tooManyDays(long line) {
        return new RunFailedException(
                RunErrorCode.TOO_MANY_DAYS,
                "%s line %d: the events up to here span more than %d days (MAX_DAYS_PER_FILE). Is the time column right?"
                        .formatted(fileName, line, config.maxDays()));
    }

    /**
     * To be called when every block was added.
     *
     * @param hasHeader whether the file begins with one
     * @throws RunFailedException when the file is bad as a whole
     */
    synchronized void endOfFile(boolean hasHeader) {
        if (tally.read() == 0) {
            throw new RunFailedException(
                    RunErrorCode.FILE_EMPTY,
                    "%s has %s: nothing to load. Deliver it again."
                            .formatted(fileName, hasHeader ? "a header and no record" : "only blank lines"));
        }
        limit.endOfFile(tally.read());
    }

    /** What is counted so far. */
    synchronized LoadTally tally() {
        return tally;
    }

    /** The record's number in the file. For any thread, once every block was added. */
    long recordNumber(int block, int recordInBlock) {
        return records[block] + recordInBlock;
    }

    long lineNumber(int block, int lineInBlock) {
        return lines[block] + lineInBlock;
    }

    long byteOffset(int block, int byteInBlock) {
        return offsets[block] + byteInBlock;
    }
}
