package telco.usage.load.copy;

import java.io.IOException;
import java.time.Instant;
import telco.usage.load.UsageRow;
import telco.usage.load.UsageRules;
import telco.usage.load.Violation;
import telco.usage.load.csv.Block;
import telco.usage.load.csv.BlockReader;
import telco.usage.load.csv.CsvRecord;
import telco.usage.load.csv.RecordReader;
import telco.usage.run.Attempt;

/** One thread's pass over a file: takes block after block, and spools, counts or keeps aside each record of them. */
final class BlockPass {

    private static final int CHECKPOINT_EVERY = 1 << 12;

    private final BlockReader blocks;
    private final FileAccount account;
    private final SpoolWriter spool;
    private final UsageRules rules;
    private final Attempt attempt;
    private final boolean hasHeader;
    private final long keepFromMicros;
    private final RecordPlace place = new RecordPlace();
    private final Pace pace = new Pace();

    BlockPass(
            BlockReader blocks,
            FileAccount account,
            SpoolWriter spool,
            UsageRules rules,
            boolean hasHeader,
            Instant keepFrom,
            Attempt attempt) {
        this.blocks = blocks;
        this.account = account;
        this.spool = spool;
        this.rules = rules;
        this.hasHeader = hasHeader;
        this.keepFromMicros = keepFrom == null ? Long.MIN_VALUE : micros(keepFrom);
        this.attempt = attempt;
    }

    /** Reads until no block is left. */
    void run() throws IOException {
        Block block = new Block();
        while (blocks.next(block)) {
            attempt.checkpoint();
            read(block);
        }
        spool.flush();
    }

    private void read(Block block) throws IOException {
        RecordReader reader = blocks.records(block);
        if (hasHeader && block.fileOffset() == 0 && reader.next()) {
            reader.uncount();
        }
        BlockOutcome outcome = new BlockOutcome(block.number(), block.fileOffset(), 0, 0);
        while (reader.next()) {
            pace.row();
            CsvRecord record = reader.record();
            if (outcome.isFullBefore(record)) {
                long records = record.recordNumber() - 1;
                long lines = record.lineNumber() - 1;
                account.add(outcome.end(records, lines));
                outcome = new BlockOutcome(blocks.takeNumber(), record.byteOffset(), records, lines);
            }
            if (reader.recordsRead() % CHECKPOINT_EVERY == 0) {
                attempt.checkpoint();
            }
            if (!take(record, outcome)) {
                break;
            }
        }
        account.add(outcome.end(reader.recordsRead(), reader.linesRead()));
    }

    /** False when the file must not be read on. */
    private boolean take(CsvRecord record, BlockOutcome outcome) throws IOException {
        Violation violation = rules.check(record);
        if (violation != null) {
            outcome.reject(
                    record,
                    violation,
                    rules.customerAtStake(record),
                    rules.chargeAtStake(record),
                    rules.durationAtStake(record));
            return true;
        }
        UsageRow row = rules.row();
        if (row.eventMicros() < keepFromMicros) {
            outcome.tally().expired(row.charge(), row.duration());
            return true;
        }
        outcome.tally().staged(row.charge(), row.duration());
        if (spool.write(row, outcome.place(place, record))) {
            return true;
        }
        outcome.dayTooMany(record);
        return false;
    }

    private static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }
}
