package telco.usage.inbox;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jboss.logging.Logger;
import telco.usage.database.Schema;
import telco.usage.input.LogText;
import telco.usage.jdbc.DatabaseException;
import telco.usage.run.RunConfig;
import telco.usage.time.Monotonic;

/** Looks after the inbox while the service is serving: again and again, so that whatever goes wrong passes. */
@Singleton
public final class InboxPoller {

    private static final Logger LOG = Logger.getLogger(InboxPoller.class);

    /** So that a poll ends in seconds, and files whose runs have ended are filed between, however many are dropped. */
    static final int MOST_AT_ONCE = 200;

    private static final String FOLDER = "folder";
    private static final String DATABASE = "database";

    private final RunConfig config;
    private final Schema schema;
    private final InboxFolders folders;
    private final Arrivals arrivals;
    private final Intake intake;
    private final Filing filing;
    private final Clock clock;
    private final Nagging troubles = new Nagging(LOG);
    private volatile Instant looked;

    InboxPoller(
            RunConfig config,
            Schema schema,
            InboxFolders folders,
            Arrivals arrivals,
            Intake intake,
            Filing filing,
            @Monotonic Clock clock) {
        this.config = config;
        this.schema = schema;
        this.folders = folders;
        this.arrivals = arrivals;
        this.intake = intake;
        this.filing = filing;
        this.clock = clock;
        this.looked = clock.instant();
    }

    /** How long the file that has waited longest in the inbox is known to be there; zero when none waits. */
    public Duration oldestFileAge() {
        return arrivals.oldestFileAge();
    }

    /** How many files lie in the inbox and were not taken yet. */
    public int waitingFiles() {
        return arrivals.waiting();
    }

    /** How long ago it last began to look at the folder, or found that it was not the time to. */
    Duration lookAge() {
        return config.serving() ? Duration.between(looked, clock.instant()) : Duration.ZERO;
    }

    void onStart(@Observes StartupEvent start) {
        if (config.serving()) {
            createFolders();
        }
    }

    @Scheduled(every = "{telco.inbox.poll-interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void pollWhenServing() {
        looked = clock.instant();
        if (config.serving() && schema.isReady()) {
            poll();
        }
    }

    /** Creates the folders for people to see; a place that cannot be created may be there when a file goes to it. */
    void createFolders() {
        try {
            folders.prepare();
            folders.preparePlaces();
            LOG.infof("Watching %s", LogText.of(folders.incoming()));
        } catch (IOException e) {
            warnOfFolder(e);
        }
    }

    void poll() {
        try {
            folders.prepare();
            List<Delivery> complete = arrivals.complete();
            filing.reconcile();
            take(complete);
            troubles.solved(FOLDER);
            troubles.solved(DATABASE);
        } catch (IOException e) {
            warnOfFolder(e);
        } catch (DatabaseException e) {
            troubles.warn(DATABASE, "The inbox waits for the database: " + e.getMessage());
        }
    }

    private void take(List<Delivery> complete) {
        List<Delivery> first = new ArrayList<>();
        List<Delivery> troubled = new ArrayList<>();
        complete.forEach(delivery -> (intake.isTroubledBy(delivery) ? troubled : first).add(delivery));
        // Those that could not be taken before keep no other waiting, and each of them comes to its turn.
        Collections.shuffle(troubled);
        first.addAll(troubled);
        for (Delivery delivery : first.subList(0, Math.min(first.size(), MOST_AT_ONCE))) {
            if (intake.take(delivery) == Intake.Outcome.NONE_NOW) {
                break;
            }
        }
    }

    private void warnOfFolder(IOException e) {
        troubles.warn(
                FOLDER,
                "The inbox %s cannot be used, will try again: %s"
                        .formatted(LogText.of(folders.incoming()), LogText.reason(e)));
    }
}
