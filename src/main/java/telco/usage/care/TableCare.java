package telco.usage.care;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.jdbc.Sql;

/**
 * VACUUM and ANALYZE of one table at a time. Both leave readers and writers alone; what they shut out is who changes the
 * table itself: PUBLISH attaches days to the facts, and retention and reverts detach them. So nothing here waits for a lock
 * that somebody has, and nothing holds one for longer than those are patient, which is half a minute. What is not done
 * for that reason is done the next time.
 */
@Singleton
final class TableCare {

    private static final Logger LOG = Logger.getLogger(TableCare.class);

    /** The whole of the facts; its days are tables of their own. */
    private static final String FACTS = "public.telco_billings_usage";

    /** Less than a detaching transaction waits for its turn, and than an answer may take. */
    private static final Duration LONGEST_VACUUM = Duration.ofSeconds(20);

    /** PUBLISH waits for it when it is about to attach a day. */
    private static final Duration LONGEST_ANALYZE = Duration.ofSeconds(5);

    /**
     * 3,000 rows are looked at. A day of a quarter of a million costs 15 ms so, 100 ms with PostgreSQL's own target, and its
     * estimates are as good for what is asked of days: customers, plans, types, and what is above a charge.
     */
    private static final String FEW_ROWS = "set default_statistics_target = 10";

    private static final int FIRST_VERSION_WITH_ONLY = 18;

    private final Database database;
    private volatile boolean stopping;

    TableCare(Database database) {
        this.database = database;
    }

    /** Nothing begins from here on; what is left is done by the next process. */
    void onStop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownDelayInitiatedEvent stop) {
        stopping = true;
    }

    /** Clears dead rows away, from the indexes too, where PostgreSQL by itself leaves a few. */
    void vacuum(String table) {
        perform("vacuum (skip_locked, analyze, index_cleanup on) " + table, LONGEST_VACUUM);
    }

    /** Gives the planner the statistics of a table. */
    void analyze(String table) {
        perform("analyze (skip_locked) " + table, LONGEST_ANALYZE);
    }

    /** Gives the planner the statistics of a day, cheaply. */
    void analyzeDay(String table) {
        perform("analyze (skip_locked) " + table, LONGEST_ANALYZE, FEW_ROWS);
    }

    /**
     * Gives the planner the statistics of all facts together, which no autovacuum ever does. Before PostgreSQL 18 that
     * includes each day, one after the other; the facts' own come first and are locked only for those.
     */
    void analyzeFacts() {
        perform("analyze (skip_locked) " + only() + FACTS, LONGEST_ANALYZE, FEW_ROWS);
    }

    private String only() {
        int version =
                database.withConnection(connection -> connection.getMetaData().getDatabaseMajorVersion());
        return version >= FIRST_VERSION_WITH_ONLY ? "only " : "";
    }

    /** Not in a transaction: VACUUM may not be in one, and locks are to end with each table. */
    private void perform(String statement, Duration longest, String... settings) {
        // A worker that is to stop is interrupted.
        if (stopping || Thread.currentThread().isInterrupted()) {
            return;
        }
        try {
            database.withConnection(connection -> {
                Sql.of("set statement_timeout = " + longest.toMillis()).update(connection);
                try {
                    for (String setting : settings) {
                        Sql.of(setting).update(connection);
                    }
                    return Sql.of(statement).update(connection);
                } finally {
                    restore(connection);
                }
            });
        } catch (DatabaseException e) {
            LOG.infof("%s was not done and has to wait: %s", statement, e.getMessage());
        }
    }

    /** The connection is the pool's. One that is broken is thrown away, and is not to hide why it broke. */
    private static void restore(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            for (String setting : List.of("statement_timeout", "default_statistics_target")) {
                Sql.of("reset " + setting).update(connection);
            }
        }
    }
}
