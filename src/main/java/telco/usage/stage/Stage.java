package telco.usage.stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import telco.usage.jdbc.Sql;

/**
 * The tables with the checked rows of one attempt, seen by nobody else until PUBLISH. Rows of a day that the warehouse has
 * wait in {@link #mergeTable}, in the order of their key. A day that it has not is built as a whole, in {@link #dayTable},
 * to be attached. What all of them add to the rollup waits in {@link #rollupTable()}
 * and {@link #dayTotalTable()}, and what QUALITY wants to know of
 * them in {@link #profileTable()} and the tables beside it. The names say whose the tables are, so
 * that leftovers can be told.
 */
public record Stage(int runId, int attempt) {

    private static final String DAY = "_day_";
    private static final String MERGE = "_merge_";
    private static final String LOOKS_LIKE_A_STAGE = "^stage_[0-9]+_[0-9]+_";

    /** Safe to put into a statement, like all names here: they are made of numbers. */
    public String rollupTable() {
        return "ingest." + name() + "_rollup";
    }

    /** What all of them add to the usage by day. */
    public String dayTotalTable() {
        return "ingest." + name() + "_total";
    }

    /** Where rows to be merged that turn out to be no new rows are written down, by their day and record number. */
    public String exceptionTable() {
        return "ingest." + name() + "_exception";
    }

    /** What there is of each event type on each UTC day. */
    public String profileTable() {
        return "ingest." + name() + "_profile";
    }

    /** How many customers and rate plans each UTC day has. */
    public String dayFigureTable() {
        return "ingest." + name() + "_figure";
    }

    /** How many rows of each event type are odd on each UTC day, and in what way. */
    public String oddityTable() {
        return "ingest." + name() + "_oddity";
    }

    /** Some rows of each kind of oddity. */
    public String sampleTable() {
        return "ingest." + name() + "_sample";
    }

    public String dayTable(LocalDate day) {
        return "ingest." + name() + DAY + day.toString().replace('-', '_');
    }

    public String mergeTable(LocalDate day) {
        return "ingest." + name() + MERGE + day.toString().replace('-', '_');
    }

    private String name() {
        return "stage_" + runId + "_" + attempt;
    }

    /**
     * Makes the tables for the totals and for the exceptions, empty. They are not logged, like the tables to be merged:
     * after a crash of the server they are empty, which the balance before the commit notices.
     */
    public void create(Connection connection) throws SQLException {
        Sql.of("""
                        create unlogged table %s (
                            -- Of days that are to be merged, not of days that were built.
                            merged boolean not null,
                            month varchar(7) not null,
                            event_type varchar(50) not null,
                            rate_plan_id integer,
                            customer_id integer not null,
                            event_count bigint not null,
                            total_duration numeric not null,
                            total_charge numeric not null,
                            event_days bigint not null default 0,
                            -- Days that are set, but on which the group turned out to have no event.
                            absent_days bigint not null default 0
                        ) with (autovacuum_enabled = false)
                        """.formatted(rollupTable())).update(connection);
        Sql.of("""
                        create unlogged table %s (
                            day date not null,
                            month varchar(7) not null,
                            event_type varchar(50) not null,
                            charge_class smallint not null,
                            duration_class smallint not null,
                            event_count bigint not null,
                            total_duration numeric not null,
                            total_charge numeric not null
                        ) with (autovacuum_enabled = false)
                        """.formatted(dayTotalTable())).update(connection);
        Sql.of("""
                        create unlogged table %s (
                            day date not null,
                            record_number bigint not null,
                            disposition text not null,
                            charge numeric not null,
                            duration numeric not null
                        ) with (autovacuum_enabled = false)
                        """.formatted(exceptionTable())).update(connection);
        createProfile(connection);
    }

    private void createProfile(Connection connection) throws SQLException {
        Sql.of("""
                        create unlogged table %s (
                            day date not null,
                            event_type varchar(50) not null,
                            row_count bigint not null,
                            total_duration float8 not null,
                            total_charge numeric not null
                        ) with (autovacuum_enabled = false)
                        """.formatted(profileTable())).update(connection);
        Sql.of("""
                        create unlogged table %s (
                            day date not null,
                            -- Distinct ones; NULL where there are too many to be told apart.
                            customer_count bigint,
                            rate_plan_count bigint
                        ) with (autovacuum_enabled = false)
                        """.formatted(dayFigureTable())).update(connection);
        Sql.of("""
                        create unlogged table %s (
                            day date not null,
                            event_type varchar(50) not null,
                            oddity text not null,
                            row_count bigint not null
                        ) with (autovacuum_enabled = false)
                        """.formatted(oddityTable())).update(connection);
        Sql.of("""
                        create unlogged table %s (
                            oddity text not null,
                            line_number bigint not null,
                            record text not null
                        ) with (autovacuum_enabled = false)
                        """.formatted(sampleTable())).update(connection);
    }

    /** Makes the table for rows of this day that are to be merged, empty. */
    public void createForMerge(Connection connection, LocalDate day) throws SQLException {
        Sql.of("""
                        create unlogged table %s (
                            record_number bigint not null,
                            line_number bigint,
                            byte_offset bigint,
                            record bytea,
                            -- An earlier record of the file has the same identity.
                            repeated boolean not null,
                            customer_id integer not null,
                            event_start_time timestamptz not null,
                            event_type varchar(50) not null,
                            rate_plan_id integer,
                            billing_flag_one integer,
                            billing_flag_two integer,
                            duration float8,
                            charge numeric(18, 8),
                            month varchar(7) not null,
                            event_uuid varchar(32) collate "C" not null
                        ) with (autovacuum_enabled = false)
                        """.formatted(mergeTable(day))).update(connection);
    }

    /** Empties the table of exceptions: days that are compared ahead stay compared when PUBLISH itself is rolled back. */
    public void forgetExceptions(Connection connection) throws SQLException {
        Sql.of("delete from " + exceptionTable()).update(connection);
    }

    /** Gives the planner the statistics of the rollup, once it is full. */
    public void analyze(Connection connection) throws SQLException {
        Sql.of("analyze " + rollupTable()).update(connection);
    }

    /** The days that were built as a whole, oldest first. */
    public List<LocalDate> builtDays(Connection connection) throws SQLException {
        return days(connection, name() + DAY);
    }

    /** The days whose rows are to be merged, oldest first. */
    public List<LocalDate> daysToMerge(Connection connection) throws SQLException {
        return days(connection, name() + MERGE);
    }

    private static List<LocalDate> days(Connection connection, String prefix) throws SQLException {
        return Sql.of("""
                        select replace(substr(tablename, ?), '_', '-') as day
                        from pg_tables
                        where schemaname = 'ingest' and starts_with(tablename, ?)
                        order by tablename
                        """, prefix.length() + 1, prefix).list(connection, row -> LocalDate.parse(row.getString("day")));
    }

    /** True when rows of the customer are staged. */
    public boolean hasCustomer(Connection connection, int customerId) throws SQLException {
        List<String> tables = new ArrayList<>();
        tables.add(rollupTable());
        // A crash of the server empties the rollup, but not the days that were built.
        builtDays(connection).forEach(day -> tables.add(dayTable(day)));
        for (String table : tables) {
            boolean found = Sql.of(
                            "select exists (select from " + table + " where customer_id = ?) as found", customerId)
                    .one(connection, row -> row.getBoolean("found"));
            if (found) {
                return true;
            }
        }
        return false;
    }

    /** Removes what is left of the stage, in the order of names: others who do the same at once wait, and do not get stuck. */
    public void drop(Connection connection) throws SQLException {
        List<String> tables = Sql.of("""
                        select tablename
                        from pg_tables
                        where schemaname = 'ingest' and starts_with(tablename, ?)
                        order by tablename
                        """, name() + "_").list(connection, row -> row.getString("tablename"));
        for (String table : tables) {
            // The other one who drops stages may have been faster.
            Sql.of("drop table if exists ingest." + table).update(connection);
        }
    }

    /** The stages of attempts that are not running and that are not kept to be released: what a crash has left. */
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
                              where r.id = split_part(t.tablename, '_', 2)::integer
                                and (r.attempt = split_part(t.tablename, '_', 3)::integer
                                        and r.state in ('RUNNING', 'CANCELLING')
                                     or r.held_attempt = split_part(t.tablename, '_', 3)::integer
                                        and (r.state in ('QUEUED', 'RUNNING', 'CANCELLING')
                                             or r.state = 'FAILED' and r.held_until > clock_timestamp())))
                        """, LOOKS_LIKE_A_STAGE)
                .list(connection, row -> new Stage(row.getInt("run_id"), row.getInt("attempt")));
    }
}
