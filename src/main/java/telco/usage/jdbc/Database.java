package telco.usage.jdbc;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The warehouse's database: hands out connections and transactions, and turns what goes wrong into {@link DatabaseException}. */
@Singleton
public final class Database {

    private final DataSource dataSource;

    Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Work on a connection that needs no result. */
    @FunctionalInterface
    public interface Work {
        void on(Connection connection) throws SQLException;
    }

    /** Work on a connection that has a result. */
    @FunctionalInterface
    public interface Query<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Commits when {@code work} returns, rolls back when it throws. */
    public void inTransaction(Work work) {
        fromTransaction(connection -> {
            work.on(connection);
            return null;
        });
    }

    /** The result of {@code query}, once that is committed; rolls back when it throws. */
    public <T> T fromTransaction(Query<T> query) {
        return withConnection(connection -> {
            connection.setAutoCommit(false);
            try {
                T result = query.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error failure) {
                rollBack(connection, failure);
                throw failure;
            } finally {
                restoreAutoCommit(connection);
            }
        });
    }

    /** Each statement of {@code query} commits by itself. */
    public <T> T withConnection(Query<T> query) {
        try (Connection connection = dataSource.getConnection()) {
            return query.on(connection);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static void restoreAutoCommit(Connection connection) throws SQLException {
        // A broken connection cannot change its mode, and need not: the pool throws it away.
        if (!connection.isClosed()) {
            connection.setAutoCommit(true);
        }
    }
}
