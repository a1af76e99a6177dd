package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import telco.usage.jdbc.Sql;

/**
 * Which state of the warehouse a reader has seen.
 *
 * @param number grows with each transaction that changes the facts
 * @param changedAt when the last of them was, UTC
 */
public record WarehouseVersion(long number, Instant changedAt) {

    /** The state that the connection's next statement sees, or an earlier one. */
    public static WarehouseVersion read(Connection connection) throws SQLException {
        return Sql.of("select version, changed_at from ingest.warehouse_version")
                .one(connection, row -> new WarehouseVersion(row.getLong("version"), Sql.instant(row, "changed_at")));
    }

    static void advance(Connection connection) throws SQLException {
        Sql.of("update ingest.warehouse_version set version = version + 1, changed_at = clock_timestamp()")
                .update(connection);
    }
}
