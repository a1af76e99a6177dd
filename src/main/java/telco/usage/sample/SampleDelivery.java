package telco.usage.sample;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.YearMonth;
import org.jboss.logging.Logger;
import telco.usage.database.Schema;
import telco.usage.inbox.InboxFolders;
import telco.usage.inbox.InboxLock;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.jdbc.Sql;
import telco.usage.run.RunConfig;

/**
 * Puts a sample into the inbox on the very first start with the embedded database, so that a newcomer has something to
 * look at. First means that no run exists: from the first one on, the warehouse is somebody's.
 */
@Singleton
public final class SampleDelivery {

    private static final Logger LOG = Logger.getLogger(SampleDelivery.class);

    private static final String PREFIX = "sample_usage_";
    private static final int MONTHS = 3;
    private static final int ROWS = 20_000;
    private static final int BAD_ROWS = 25;
    private static final double DUPLICATES = 0.002;

    private final SampleConfig config;
    private final RunConfig runConfig;
    private final Schema schema;
    private final Database database;
    private final InboxFolders folders;
    private final Clock clock;
    private volatile boolean decided;

    SampleDelivery(
            SampleConfig config,
            RunConfig runConfig,
            Schema schema,
            Database database,
            InboxFolders folders,
            Clock clock) {
        this.config = config;
        this.runConfig = runConfig;
        this.schema = schema;
        this.database = database;
        this.folders = folders;
        this.clock = clock;
    }

    /** Decides once per process, as soon as the database can be asked. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void deliverOnFirstStart() {
        if (decided || !schema.isReady()) {
            return;
        }
        try {
            decided = !isWanted() || database.fromTransaction(this::deliver);
        } catch (DatabaseException e) {
            LOG.debugf("The sample waits for the database: %s", e.getMessage());
        } catch (UncheckedIOException e) {
            decided = true;
            LOG.warnf("The sample cannot be written and is left out: %s", e.getMessage());
        }
    }

    private boolean isWanted() {
        return config.enabled() && config.embeddedDatabase() && runConfig.serving();
    }

    /** True when that is settled; false when the inbox is busy and must be asked again. */
    private boolean deliver(Connection connection) throws SQLException {
        // Nobody moves files meanwhile: a sample that an earlier, interrupted start delivered is in plain sight.
        if (!InboxLock.tryAcquire(connection)) {
            return false;
        }
        boolean hasRuns = Sql.of("select exists (select from ingest.run) as has_runs")
                .one(connection, row -> row.getBoolean("has_runs"));
        try {
            if (!hasRuns && !isThere(folders.incoming(), "") && !isThere(folders.processing(), "*-")) {
                write();
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e.toString(), e);
        }
    }

    private static boolean isThere(Path folder, String before) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (DirectoryStream<Path> samples = Files.newDirectoryStream(folder, before + PREFIX + "*.csv")) {
            return samples.iterator().hasNext();
        }
    }

    private void write() throws IOException {
        YearMonth last = YearMonth.now(clock);
        YearMonth first = last.minusMonths(MONTHS - 1);
        SampleSpec spec = SampleSpec.of(first, MONTHS, ROWS)
                .withFlaws(DUPLICATES, BAD_ROWS)
                .withNotAfter(clock.instant());
        Files.createDirectories(folders.incoming());
        // The inbox takes no file with such a name, so it never sees half a sample.
        Path temporary = folders.incoming().resolve("." + PREFIX + "being_written.tmp");
        GeneratedUsage usage = new UsageGenerator(spec).writeTo(temporary);
        Path file = folders.incoming().resolve(name(first, last));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        if (folders.requiredEnding().isPresent()) {
            Path beside = file.resolveSibling(
                    file.getFileName() + folders.requiredEnding().get());
            Files.writeString(beside, "rows=" + usage.read().rows() + "\n");
        }
        LOG.infof(
                "Put %s with %d rows into the inbox, to have something to look at (DEMO_DATA=false: no sample)",
                file.getFileName(), usage.read().rows());
    }

    /** sample_usage_2026_09_to_11.csv, or sample_usage_2026_12_to_2027_02.csv. */
    private static String name(YearMonth first, YearMonth last) {
        String end = first.getYear() == last.getYear() ? last.toString().substring(5) : last.toString();
        return PREFIX + (first + "_to_" + end).replace('-', '_') + ".csv";
    }
}
