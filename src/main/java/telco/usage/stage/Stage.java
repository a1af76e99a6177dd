package telco.usage.stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import telco.usage.jdbc.Sql;

/**
 * The table with the checked rows of one attempt. Unlogged: after a crash of the server it is empty, which the balance
 * before the commit notices, and the run is tried again. Its name says whose it is, so that leftovers can be told.
 */
public record Stage(int runId, int attempt) {

    private static final String PREFIX = "stage_";

    /** The qualified name; safe to put into a statement, for it is made of two numbers. */
    public String table() {
        return "ingest." + PREFIX + runId + "_" + attempt;
    }

    /** Makes the table, empty. */
    public void create(Connection connection) throws SQLException {
        Sql.of("""
                        create unlogged table %s (
                            record_number bigint not null,
                            line_number bigint not null,
                            byte_offset bigint not null,
                            record bytea not null,
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
    }

    /** Gives the planner its statistics, once the table is full. */
    public void analyze(Connection connection) throws SQLException {
        Sql.of("analyze " + table()).update(connection);
    }

    public void drop(Connection connection) throws SQLException {
        Sql.of("drop table if exists " + table()).update(connection);
    }

    /** The stages of attempts that are not running: what a crash has left. */
    public static List<Stage> leftovers(Connection connection) throws SQLException {
        return Sql.of("""
                        select split_part(t.table_name, '_', 2)::integer as run_id,
                               split_part(t.table_name, '_', 3)::integer as attempt
                        from information_schema.tables t
                        where t.table_schema = 'ingest'
                          and t.table_name ~ '^stage_[0-9]+_[0-9]+$'
                          and not exists (
                              select from ingest.run r
                              where r.state in ('RUNNING', 'CANCELLING')
                                and t.table_name = 'stage_' || r.id || '_' || r.attempt)
                        """).list(connection, row -> new Stage(row.getInt("run_id"), row.getInt("attempt")));
    }
}
