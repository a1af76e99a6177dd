package telco.usage.load.copy;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import telco.usage.jdbc.Database;
import telco.usage.load.LoadConfig;
import telco.usage.load.LoadTally;
import telco.usage.load.RejectLimit;
import telco.usage.load.RejectWriter;
import telco.usage.load.UsageLayout;
import telco.usage.load.UsageRow;
import telco.usage.load.UsageRules;
import telco.usage.load.Violation;
import telco.usage.load.csv.CsvRecord;
import telco.usage.load.csv.RecordReader;
import telco.usage.run.Attempt;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;

/** One pass over one file: what becomes of each record. */
final class FileLoad {

    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final int CHECKPOINT_EVERY = 1 << 12;

    private final LoadConfig config;
    private final Attempt attempt;
    private final String fileName;
    private final long keepFromMicros;
    private final RejectWriter rejects;
    private final RejectLimit limit;
    private final LoadTally tally = new LoadTally();
    private final Set<Long> days = new HashSet<>();
    private long lastDay = Long.MIN_VALUE;

    FileLoad(Database database, LoadConfig config, Attempt attempt, Instant keepFrom) {
        this.config = config;
        this.attempt = attempt;
        this.fileName = attempt.run().file().name();
        this.keepFromMicros = keepFrom == null ? Long.MIN_VALUE : micros(keepFrom);
        this.rejects = new RejectWriter(database, attempt.runId());
        this.limit = new RejectLimit(config.maxRejectRatio(), fileName, attempt.runId());
    }

    /** Reads all of {@code in}; whatever ends it, what it saw is in the attempt's tally and its rejects are stored. */
    void run(InputStream in, StageCopy copy) throws IOException, SQLException {
        RecordReader reader = new RecordReader(in);
        try {
            read(reader, copy);
            checkLength(reader.bytesRead());
            limit.endOfFile(tally);
            rejects.flush();
            copy.finish();
        } catch (RunFailedException e) {
            rejects.flush();
            throw e;
        } finally {
            attempt.tally(tally.tally());
            attempt.progressed(reader.bytesRead(), tally.read());
        }
    }

    private void read(RecordReader reader, StageCopy copy) throws IOException, SQLException {
        if (!reader.next()) {
            throw empty("only blank lines");
        }
        Optional<UsageLayout> header = UsageLayout.ofHeader(reader.record(), fileName);
        UsageRules rules = new UsageRules(header.orElse(UsageLayout.WITHOUT_HEADER), config.timeZone());
        if (header.isPresent()) {
            reader.uncount();
            if (!reader.next()) {
                throw empty("a header and no record");
            }
        }
        do {
            take(reader.record(), rules, copy);
            if (tally.read() % CHECKPOINT_EVERY == 0) {
                attempt.checkpoint();
                attempt.progressed(reader.bytesRead(), tally.read());
            }
        } while (reader.next());
    }

    private void take(CsvRecord record, UsageRules rules, StageCopy copy) throws SQLException {
        Violation violation = rules.check(record);
        if (violation != null) {
            long charge = rules.chargeAtStake(record);
            tally.rejected(charge);
            rejects.add(record, violation, charge);
            limit.rejected(record, violation, tally);
            return;
        }
        UsageRow row = rules.row();
        if (row.eventMicros() < keepFromMicros) {
            tally.expired(row.charge());
            return;
        }
        countDay(record, Math.floorDiv(row.eventMicros(), MICROS_PER_DAY));
        tally.staged(row.charge());
        copy.write(record, row);
    }

    private void countDay(CsvRecord record, long day) {
        if (day != lastDay && days.add(day) && days.size() > config.maxDays()) {
            throw new RunFailedException(
                    RunErrorCode.TOO_MANY_DAYS,
                    "%s line %d: the events up to here span more than %d days (MAX_DAYS_PER_FILE). Is the time column right?"
                            .formatted(fileName, record.lineNumber(), config.maxDays()));
        }
        lastDay = day;
    }

    private void checkLength(long bytesRead) {
        long accepted = attempt.run().file().sizeBytes();
        if (bytesRead != accepted) {
            throw new RunFailedException(
                    RunErrorCode.FILE_CHANGED,
                    "%s had %d bytes when the run was accepted, and %d when it was read. Submit it again when it is complete."
                            .formatted(fileName, accepted, bytesRead));
        }
    }

    private RunFailedException empty(String found) {
        return new RunFailedException(
                RunErrorCode.FILE_EMPTY, fileName + " has " + found + ": nothing to load. Deliver it again.");
    }

    private static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }
}
