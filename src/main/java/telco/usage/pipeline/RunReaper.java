package telco.usage.pipeline;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import telco.usage.database.Schema;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.jdbc.Sql;
import telco.usage.run.RunConfig;
import telco.usage.run.RunQueue;
import telco.usage.stage.Stage;
import telco.usage.warehouse.DetachedDays;

/**
 * Heals what a dead process has left: puts its runs back into the queue, drops their stages, and the days that were taken
 * out of the facts.
 */
@Singleton
final class RunReaper {

    private static final Logger LOG = Logger.getLogger(RunReaper.class);

    private final RunQueue queue;
    private final Pipeline pipeline;
    private final Database database;
    private final Schema schema;
    private final RunConfig config;

    RunReaper(RunQueue queue, Pipeline pipeline, Database database, Schema schema, RunConfig config) {
        this.queue = queue;
        this.pipeline = pipeline;
        this.database = database;
        this.schema = schema;
        this.config = config;
    }

    @Scheduled(every = "{telco.run.heartbeat-interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void reap() {
        if (!config.serving() || !schema.isReady()) {
            return;
        }
        try {
            queue.reviveSilent().forEach(pipeline::announce);
            dropLeftovers();
            dropDetachedDays();
        } catch (DatabaseException e) {
            LOG.debugf("cannot look for silent runs: %s", e.getMessage());
        }
    }

    private void dropLeftovers() {
        database.withConnection(Stage::leftovers).forEach(this::drop);
    }

    private void drop(Stage stage) {
        try {
            database.inTransaction(connection -> {
                Sql.of("set local lock_timeout = '1s'").update(connection);
                stage.drop(connection);
            });
            LOG.infof("Dropped what attempt %d of run %d had staged: it has ended", stage.attempt(), stage.runId());
        } catch (DatabaseException e) {
            // A dead worker's session may still hold the table for a while: the next round gets it.
            LOG.debugf("%s is dropped later: %s", stage, e.getMessage());
        }
    }

    private void dropDetachedDays() {
        try {
            DetachedDays.dropLeft(database);
        } catch (DatabaseException e) {
            LOG.debugf("removed days are dropped later: %s", e.getMessage());
        }
    }
}
