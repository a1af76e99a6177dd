package telco.usage.load.copy;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import telco.usage.jdbc.Database;
import telco.usage.load.LoadConfig;
import telco.usage.load.PlausibilityConfig;
import telco.usage.load.UsageFile;
import telco.usage.load.UsageHeader;
import telco.usage.load.UsageLayout;
import telco.usage.load.UsageRules;
import telco.usage.load.csv.BlockReader;
import telco.usage.load.csv.CsvRecord;
import telco.usage.run.Attempt;
import telco.usage.run.RunFailedException;
import telco.usage.stage.Stage;
import telco.usage.warehouse.UsageDays;

/** One load of one file: its two passes, and what the threads of both share. */
final class FileLoad {

    private final Database database;
    private final LoadConfig config;
    private final PlausibilityConfig plausible;
    private final Attempt attempt;
    private final SourceText source;
    private final Spool spool;
    private final Crew crew;
    private final FileAccount account;
    private final EventTypeCodes eventTypes;

    FileLoad(
            Database database,
            LoadConfig config,
            PlausibilityConfig plausible,
            Attempt attempt,
            SourceText source,
            Spool spool,
            Crew crew) {
        this.database = database;
        this.config = config;
        this.plausible = plausible;
        this.attempt = attempt;
        this.source = source;
        this.spool = spool;
        this.crew = crew;
        this.account = new FileAccount(database, attempt, config, source);
        this.eventTypes = new EventTypeCodes(attempt.run().file().name());
    }

    /** The first pass: every record is spooled, counted as expired, or kept aside. */
    void spool(Instant keepFrom) {
        try {
            BlockReader blocks =
                    new BlockReader(source.stream(), source.format().delimiter());
            CsvRecord first = blocks.firstRecord();
            Optional<UsageHeader> header = first == null
                    ? Optional.empty()
                    : UsageHeader.of(
                            first, source.charset(), attempt.run().file().name(), source.format());
            header.ifPresent(found -> found.findings().forEach(attempt::add));
            attempt.header(headOfRejects(header.isPresent() ? first.copyOfBytes() : new byte[0]));
            UsageLayout layout = header.map(UsageHeader::layout).orElse(UsageLayout.WITHOUT_HEADER);
            crew.all(() -> new BlockPass(
                            blocks,
                            account,
                            new SpoolWriter(spool, eventTypes),
                            new UsageRules(
                                    layout,
                                    source.charset(),
                                    config.timeZone(),
                                    plausible.zone().orElse(null)),
                            header.isPresent(),
                            keepFrom,
                            attempt)
                    .run());
            source.requireWhole();
            account.endOfFile(header.isPresent());
            attempt.progressed(attempt.run().file().sizeBytes(), attempt.rowsRead());
            account.flush();
        } catch (RunFailedException e) {
            account.flush();
            throw e;
        } catch (IOException e) {
            throw UsageFile.unreadable(attempt.run().file().name(), e);
        } finally {
            attempt.tally(account.tally().tally());
        }
    }

    /** What rejects need before them to be read again as they were read here: a mark of their charset, and the header. */
    private byte[] headOfRejects(byte[] header) {
        byte[] mark = source.mark();
        byte[] head = Arrays.copyOf(mark, mark.length + header.length);
        System.arraycopy(header, 0, head, mark.length, header.length);
        return head.length == 0 ? null : head;
    }

    /**
     * The second pass: day after day gets into the stage.
     *
     * @param readAt when the file was read
     */
    void stage(Stage stage, RowSorters sorters, Instant readAt) {
        database.inTransaction(stage::create);
        StagingWork work = new StagingWork(
                database,
                attempt,
                stage,
                account,
                eventTypes,
                plausible,
                readAt,
                new HashSet<>(database.withConnection(UsageDays::existing)),
                sorters);
        DayQueue days = new DayQueue(spool.days());
        try {
            crew.all(() -> {
                DayTally tally = new DayStager(work, source).run(days, spool);
                synchronized (attempt) {
                    attempt.tally(tally.addTo(attempt.tally()));
                }
            });
        } catch (IOException e) {
            throw Spool.unusable(spool.directory(), e);
        }
        database.inTransaction(stage::analyze);
    }
}
