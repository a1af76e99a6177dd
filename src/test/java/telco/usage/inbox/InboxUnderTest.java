package telco.usage.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import telco.usage.database.Schema;
import telco.usage.jdbc.Database;
import telco.usage.run.RunConfig;
import telco.usage.run.Runs;
import telco.usage.testing.FilesBelow;
import telco.usage.testing.SettableClock;

/** A poller with a folder and a clock of its own, worked by hand. */
final class InboxUnderTest {

    static final Duration QUIET = Duration.ofSeconds(5);

    final Path incoming;
    final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
    final Arrivals arrivals;
    final Intake intake;
    final Filing filing;
    final InboxPoller poller;

    InboxUnderTest(Path incoming, Database database, Runs runs, RunConfig runConfig, Schema schema) {
        this(incoming, InboxMode.QUIET, database, runs, runConfig, schema);
    }

    InboxUnderTest(Path incoming, InboxMode mode, Database database, Runs runs, RunConfig runConfig, Schema schema) {
        this.incoming = incoming;
        InboxConfig config = new Config(incoming, Duration.ofSeconds(1), QUIET, mode, new DoneSuffix(".done"));
        InboxFolders folders = new InboxFolders(config);
        arrivals = new Arrivals(folders, config, clock);
        intake = new Intake(database, runs, folders);
        filing = new Filing(database, folders, new FilingCabinet(runs, folders));
        poller = new InboxPoller(runConfig, schema, folders, arrivals, intake, filing, clock);
    }

    private record Config(
            Path directory, Duration pollInterval, Duration quietPeriod, InboxMode mode, DoneSuffix doneSuffix)
            implements InboxConfig {}

    Path drop(String name, String content) {
        try {
            Files.createDirectories(incoming);
            return Files.writeString(incoming.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Long enough for every file that is there to be taken. */
    void pollUntilSettled() {
        poller.poll();
        clock.advance(QUIET);
        poller.poll();
    }

    /** The files below the inbox, by their path in it, in order. */
    List<String> files() {
        return FilesBelow.of(incoming);
    }
}
