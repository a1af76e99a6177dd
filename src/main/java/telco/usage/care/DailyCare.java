package telco.usage.care;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import telco.usage.database.Schema;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.jdbc.Sql;
import telco.usage.run.RunConfig;
import telco.usage.warehouse.UsageDays;

/**
 * Clears away what deletes have left in the tables: rows that had to go for a legal reason are to leave the disk within a
 * day, however few they are, while autovacuum waits until they are a fifth of their table. Renews the statistics too.
 *
 * <p>Whichever instance says first that it begins does it, in a row of the database; nothing is held meanwhile. It waits
 * until no run is under way, but not for longer than its interval again: loads do not wait for it either, see
 * {@link TableCare}, so beside one it only costs time.
 */
@Singleton
final class DailyCare {

    private static final Logger LOG = Logger.getLogger(DailyCare.class);

    private final CareConfig config;
    private final FreshStatistics statistics;
    private final TableCare tables;
    private final Database database;
    private final Schema schema;
    private final RunConfig runs;

    DailyCare(
            CareConfig config,
            FreshStatistics statistics,
            TableCare tables,
            Database database,
            Schema schema,
            RunConfig runs) {
        this.config = config;
        this.statistics = statistics;
        this.tables = tables;
        this.database = database;
        this.schema = schema;
        this.runs = runs;
    }

    @Scheduled(every = "{telco.care.check-interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        if (config.interval().isZero() || !runs.serving() || !schema.isReady()) {
            return;
        }
        try {
            if (isDue(config.interval())) {
                perform();
            }
        } catch (DatabaseException e) {
            LOG.debugf("cannot look after the tables: %s", e.getMessage());
        }
    }

    /** True for one instance each time, which has to do it then. */
    boolean isDue(Duration interval) {
        return database.fromTransaction(connection ->
                Sql.of("""
                        update ingest.care
                        set began_at = clock_timestamp()
                        where began_at <= clock_timestamp() - ? * interval '1 millisecond'
                          and (began_at <= clock_timestamp() - 2 * ? * interval '1 millisecond'
                               or not exists (select from ingest.run where state in ('RUNNING', 'CANCELLING')))
                        """, interval.toMillis(), interval.toMillis()).update(connection) == 1);
    }

    void perform() {
        List<String> dirty = tablesWithDeadRows();
        dirty.forEach(tables::vacuum);
        statistics.renew(database.withConnection(UsageDays::existing));
        tables.analyzeFacts();
        LOG.infof("Looked after the tables: %d had dead rows.", dirty.size());
    }

    /** A crash of the server takes its counts along: a table that has rows but no count of them may have dead ones. */
    private List<String> tablesWithDeadRows() {
        return database.withConnection(connection -> Sql.of("""
                        select c.oid::regclass::text as name
                        from pg_class c
                        join pg_stat_user_tables s on s.relid = c.oid
                        where s.schemaname in ('public', 'ingest', 'usage_day') and c.relkind = 'r'
                          and (s.n_dead_tup > 0 or s.n_live_tup = 0 and c.reltuples > 0)
                          and pg_has_role(c.relowner, 'USAGE') and not starts_with(c.relname, 'stage_')
                        order by name
                        """).list(connection, row -> row.getString("name")));
    }
}
