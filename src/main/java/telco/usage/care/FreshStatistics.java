package telco.usage.care;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.LocalDate;
import java.util.List;
import org.jboss.logging.Logger;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.jdbc.Sql;
import telco.usage.run.Run;
import telco.usage.run.RunFinished;
import telco.usage.warehouse.RunDays;
import telco.usage.warehouse.UsageDays;

/**
 * Gives the planner statistics of what a run has changed, behind the run: its time is not spent on them, and autovacuum,
 * which would come within minutes and take more for each day, finds nothing left to do. Only what has changed by a tenth is
 * looked at, so many small files are not slowed down by it.
 */
@Singleton
final class FreshStatistics {

    private static final Logger LOG = Logger.getLogger(FreshStatistics.class);

    private final Database database;
    private final TableCare tables;

    FreshStatistics(Database database, TableCare tables) {
        this.database = database;
        this.tables = tables;
    }

    /** The last of those who hear of it: files are moved and alerts sent before. */
    void onFinished(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) RunFinished finished) {
        Run run = finished.run();
        if (!run.isInWarehouse()) {
            return;
        }
        try {
            renew(database.withConnection(connection -> RunDays.of(connection, run.id())));
        } catch (DatabaseException e) {
            LOG.infof("%s: its statistics are left to autovacuum: %s", run.label(), e.getMessage());
        }
    }

    /** Looks at these days and at all that is added up. */
    void renew(List<LocalDate> days) {
        outdatedDays(days).forEach(tables::analyzeDay);
        outdatedTotals().forEach(tables::analyze);
        if (lackFactsStatistics()) {
            tables.analyzeFacts();
        }
    }

    /** What a day has is known exactly. The number in its table's statistics is right from its build on; the rest is not. */
    private List<String> outdatedDays(List<LocalDate> days) {
        return database.withConnection(connection -> Sql.of(
                        """
                        select d.day
                        from (
                            select day, sum(event_count) as event_count
                            from ingest.usage_by_day
                            where day = any (?::date[])
                            group by day
                        ) d
                        join pg_class c
                            on c.relnamespace = 'usage_day'::regnamespace
                            and c.relname = 'telco_billings_usage_' || to_char(d.day, 'YYYY_MM_DD')
                        where abs(c.reltuples - d.event_count) > 0.1 * d.event_count
                           or not exists (
                               select from pg_stats s
                               where s.schemaname = 'usage_day' and s.tablename = c.relname and s.attname = 'customer_id')
                        order by d.day
                        """, days.stream().map(LocalDate::toString).toList())
                .list(connection, row -> UsageDays.table(row.getObject("day", LocalDate.class))));
    }

    /** Counting their rows would cost more than looking at some: they have changed when their size has. */
    private List<String> outdatedTotals() {
        return database.withConnection(connection -> Sql.of("""
                        select c.oid::regclass::text as name
                        from pg_class c
                        where c.relkind = 'r'
                          and (c.relnamespace = 'ingest'::regnamespace and starts_with(c.relname, 'usage_')
                               or c.relnamespace = 'public'::regnamespace and starts_with(c.relname, 'dim_'))
                          and abs(pg_relation_size(c.oid) / current_setting('block_size')::integer - c.relpages)
                              > 0.1 * c.relpages
                        order by name
                        """).list(connection, row -> row.getString("name")));
    }

    private boolean lackFactsStatistics() {
        return database.withConnection(connection -> Sql.of("""
                        select not exists (
                            select from pg_stats
                            where schemaname = 'public' and tablename = 'telco_billings_usage' and inherited) as lack
                        """).one(connection, row -> row.getBoolean("lack")));
    }
}
