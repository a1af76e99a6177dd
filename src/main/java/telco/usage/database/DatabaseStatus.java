package telco.usage.database;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.time.Monotonic;

/**
 * Whether the database can be worked with, found out every two seconds. A database that is away never ends the service:
 * it is asked again until it answers. The log tells once when it went, once when the reason is another, once when it is
 * back.
 */
@Singleton
public final class DatabaseStatus {

    private static final Logger LOG = Logger.getLogger(DatabaseStatus.class);

    /** Longer than a look and the wait for a connection take; a server that just keeps silent is away, too. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    private final Schema schema;
    private final Database database;
    private final Clock clock;
    private volatile String trouble = "the database was not asked yet";
    private volatile Instant answeredAt;
    private volatile boolean stopping;

    DatabaseStatus(Schema schema, Database database, @Monotonic Clock clock) {
        this.schema = schema;
        this.database = database;
        this.clock = clock;
        this.answeredAt = clock.instant();
    }

    /** Why the database cannot be worked with, and what to check; empty when it can. Answers at once. */
    public Optional<String> trouble() {
        if (trouble != null) {
            return Optional.of(trouble);
        }
        Duration silence = Duration.between(answeredAt, clock.instant());
        return silence.compareTo(LONGEST_SILENCE) > 0
                ? Optional.of("The database has not answered for " + silence.toSeconds() + " seconds.")
                : Optional.empty();
    }

    /** Before anything else that starts, so that it finds its tables. */
    void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        look();
    }

    /** From here on it is the service that goes away, not the database. */
    void onStop(@Observes ShutdownEvent stop) {
        stopping = true;
    }

    @Scheduled(every = "2s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        try {
            schema.migrate();
            database.withConnection(
                    connection -> Sql.of("select 1 as answer").one(connection, row -> row.getInt("answer")));
            answered();
        } catch (RuntimeException e) {
            failed(DatabaseTrouble.explain(e));
        }
    }

    private void answered() {
        answeredAt = clock.instant();
        if (trouble != null) {
            trouble = null;
            LOG.info("The database is ready.");
        }
    }

    private void failed(String reason) {
        if (!reason.equals(trouble) && !stopping) {
            trouble = reason;
            LOG.errorf("The database cannot be used, will try again until it can: %s", reason);
        }
    }
}
