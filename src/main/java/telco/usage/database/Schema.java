package telco.usage.database;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/**
 * The warehouse's tables: brought up to date as soon as the database answers, at start or later. Whoever works with
 * them by itself (worker, inbox) waits for {@link #isReady()}.
 */
@Singleton
public final class Schema {

    private static final Logger LOG = Logger.getLogger(Schema.class);

    private final Flyway flyway;
    private volatile boolean ready;

    Schema(Flyway flyway) {
        this.flyway = flyway;
    }

    /** True once the tables are up to date. */
    public boolean isReady() {
        return ready;
    }

    /** Before anything else that starts, so that it finds its tables. */
    void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        migrate();
    }

    @Scheduled(every = "2s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void retry() {
        migrate();
    }

    private void migrate() {
        if (ready) {
            return;
        }
        try {
            flyway.migrate();
            ready = true;
        } catch (RuntimeException e) {
            LOG.warnf("The database is not ready, will try again: %s", e.getMessage());
        }
    }
}
