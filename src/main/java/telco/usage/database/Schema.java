package telco.usage.database;

import jakarta.inject.Singleton;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
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

    /** True once the tables are up to date, and from then on: tables stay when their server goes away. */
    public boolean isReady() {
        return ready;
    }

    /**
     * Brings the tables up to date, unless that is done.
     *
     * @throws RuntimeException when the database cannot be reached, or does not fit; it may be called again
     */
    void migrate() {
        if (!ready) {
            MigrateResult result = flyway.migrate();
            if (result.migrationsExecuted > 0) {
                LOG.infof("Brought the tables up to version %s.", result.targetSchemaVersion);
            }
            ready = true;
        }
    }
}
