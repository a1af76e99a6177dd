package telco.usage.stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import telco.usage.jdbc.Sql;

/**
 * The tables with the checked rows of one attempt, seen by nobody else until PUBLISH. Rows of a day that the warehouse has
 * wait in {@link #table()}, to be merged. A day that it has not is built as a whole, in {@link #dayTable}, to be attached;
 * what it adds to the rollup waits in {@link #rollupTable()}. The names say whose the tables are, so that leftovers can
 * be told.
 */
public record Stage(int runId, int attempt) {

    private static final String LOOKS_LIKE_A_STAGE = "^stage_[0-9]+_[0-9]+(_|$)";

    /** The qualified name; safe to put into a statement, for it is made of two numbers. */
    public String table() {
        return "ingest." + name();
    }

    public String rollupTable() {
        return table() + "_rollup";
    }

    public String dayTable(LocalDate day) {
        return table() + "_day_" + day.toString().replace('-', '_');
    }

    private String name() {
        return "stage_" + runId + "_" + attempt;
    }

    /**
     * Makes the tables for rows to be merged and for the rollup, both empty. They are not logged: after a crash of the
     * server they are empty, which the balance before the commit notices.
     */
    public void create(Connection connection) throws SQLException {
        Sql.of("""
                        create unlogged table %s (
                            record_number bigint not null,
                            line_number bigint,
                            byte_offset bigint,
                            record bytea,
                            customer_id integer,
                            event_start_time timestamptz,
                            event_type varchar(50),
                            rate_plan_id integer,
                            billing_flag_one integer,
                            billing_flag_two integer,
                            duration float8,
                            charge numeric(18, 8),
                            month varchar(7),
                            event_uuid varchar(32) collate "C"
                        ) with (autovacuum_enabled = false)
                        """.formatted(table())).update(connection);
        Sql.of("""
                        create unlogged table %s (
                            month varchar(7) not null,
                            event_type varchar(50) not null,
                            rate_plan_id integer,
                            customer_id integer not null,
                            event_count bigint not null,
                            total_duration numeric not null,
                            total_charge numeric not null
                        ) with (autovacuum_enabled = false)
                        """.formatted(rollupTable())).update(connection);
    }

    /** Gives the planner its statistics, once the tables are full. */
    public void analyze(Connection connection) throws SQLException {
        Sql.of("analyze " + table()).update(connection);
        Sql.of("analyze " + rollupTable()).update(connection);
    }

    /** The days that were built as a whole, oldest first. */
    public List<LocalDate> days(Connection connection) throws SQLException {
        String prefix = name() + "_day_";
        return Sql.of("""
                        select replace(substr(tablename, ?), '_', '-') as day
                        from pg_tables
                        where schemaname = 'ingest' and starts_with(tablename, ?)
                        order by tablename
                        """, prefix.length() + 1, prefix).list(connection, row -> LocalDate.parse(row.getString("day")));
    }

    /** Removes what is left of the stage. */
    public void drop(Connection connection) throws SQLException {
        List<String> tables = Sql.of("""
                        select tablename
                        from pg_tables
                        where schemaname = 'ingest' and (tablename = ? or starts_with(tablename, ?))
                        """, name(), name() + "_").list(connection, row -> row.getString("tablename"));
        for (String table : tables) {
            Sql.of("drop table ingest." + table).update(connection);
        }
    }

    /** The stages of attempts that are not running: what a crash has left. */
    public static List<Stage> leftovers(Connection connection) throws SQLException {
        return Sql.of("""
                        select distinct
                            split_part(t.tablename, '_', 2)::integer as run_id,
                            split_part(t.tablename, '_', 3)::integer as attempt
                        from pg_tables t
                        where t.schemaname = 'ingest'
                          and t.tablename ~ ?
                          and not exists (
                              select from ingest.run r
                              where r.state in ('RUNNING', 'CANCELLING')
                                and r.id = split_part(t.tablename, '_', 2)::integer
                                and r.attempt = split_part(t.tablename, '_', 3)::integer)
                        """, LOOKS_LIKE_A_STAGE)
                .list(connection, row -> new Stage(row.getInt("run_id"), row.getInt("attempt")));
    }
}
