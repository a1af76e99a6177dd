package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import telco.usage.jdbc.Sql;

/**
 * The temporary table {@code rollup_change}: by how much each group of the rollup grows or shrinks in this transaction, and
 * the days that come to it or go from it. What is {@code taken} has left the rollup already.
 */
final class RollupChange {

    private RollupChange() {}

    /** Makes it, empty, and has this transaction's groups sorted and joined in memory. */
    static void create(Connection connection) throws SQLException {
        Sql.of("set local work_mem = '64MB'").update(connection);
        Sql.of("""
                        create temporary table rollup_change (
                            month varchar(7) not null,
                            event_type varchar(50) not null,
                            rate_plan_id integer,
                            customer_id integer not null,
                            event_count bigint not null,
                            total_duration numeric not null,
                            total_charge numeric not null,
                            event_days bigint not null,
                            taken boolean not null default false
                        ) on commit drop
                        """).update(connection);
    }

    /** Gives the planner its statistics, once it is full: of some rows, for what is asked of it is simple. */
    static void analyze(Connection connection) throws SQLException {
        Sql.of("set local default_statistics_target = 10").update(connection);
        Sql.of("analyze rollup_change").update(connection);
    }

    static void drop(Connection connection) throws SQLException {
        Sql.of("drop table rollup_change").update(connection);
    }
}
