package telco.usage.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import telco.usage.jdbc.Sql;

/** One database of the benchmark; closing it drops it. */
record BenchmarkDatabase(ServerAddress address, Drop drop) implements AutoCloseable {

    /** How the database goes away. */
    @FunctionalInterface
    interface Drop {
        void run() throws SQLException;
    }

    Connection connect() throws SQLException {
        return address.connect();
    }

    /** Writes out what earlier work has left to write, so that the next measurement does not pay for it. */
    void checkpoint() throws SQLException {
        try (Connection connection = connect()) {
            Sql.of("checkpoint").update(connection);
        }
    }

    @Override
    public void close() throws SQLException {
        drop.run();
    }
}
