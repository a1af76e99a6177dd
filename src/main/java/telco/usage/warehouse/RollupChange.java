package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import telco.usage.jdbc.Sql;

/**
 * The temporary table {@code rollup_change}: by how much each group of the rollup grows or shrinks in this transaction, and
 * the days that come to it or go from it.
 */
final class RollupChange {

    private RollupChange() {}

    static void create(Connection connection) throws SQLException {
        Sql.of("""
                        create temporary table rollup_change (
                            month varchar(7) not null,
                            event_type varchar(50) not null,
                            rate_plan_id integer,
                            customer_id integer not null,
                            event_count bigint not null,
                            total_duration numeric not null,
                            total_charge numeric not null,
                            event_days bigint not null
                        ) on commit drop
                        """).update(connection);
    }

    /** Gives the planner its statistics, once it is full. */
    static void analyze(Connection connection) throws SQLException {
        Sql.of("analyze rollup_change").update(connection);
    }

    static void drop(Connection connection) throws SQLException {
        Sql.of("drop table rollup_change").update(connection);
    }
}
