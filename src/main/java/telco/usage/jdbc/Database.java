package telco.usage.jdbc;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** The warehouse's database: hands out connections and transactions, and turns what goes wrong into {@link DatabaseException}. */
@Singleton
public final class Database {

    private static final Duration LONGEST_STATEMENT = Duration.ofHours(1);

    private final DataSource dataSource;
    private final Duration answerTimeout;

    Database(DataSource dataSource, JdbcConfig config) {
        this.dataSource = dataSource;
        this.answerTimeout = config.answerTimeout();
    }

    /** How long a statement may take that is not part of a long transaction or a run's steps. */
    public Duration answerTimeout() {
        return answerTimeout;
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
        return withConnection(connection -> inTransaction(connection, query));
    }

    /** The same for work whose statements may take minutes each. */
    public <T> T fromLongTransaction(Query<T> query) {
        return withConnection(connection -> inTransaction(connection, query), LONGEST_STATEMENT);
    }

    /** The result of {@code query}, whose statements all see the same state of the database and cannot change it. */
    public <T> T fromSnapshot(Query<T> query) {
        return fromTransaction(connection -> {
            Sql.of("set transaction isolation level repeatable read, read only").update(connection);
            return query.on(connection);
        });
    }

    /** Each statement of {@code query} commits by itself. */
    public <T> T withConnection(Query<T> query) {
        return withConnection(query, answerTimeout);
    }

    private static <T> T inTransaction(Connection connection, Query<T> query) throws SQLException {
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
    }

    private <T> T withConnection(Query<T> query, Duration patience) {
        try (Connection connection = dataSource.getConnection()) {
            listen(connection, Cancellation.isUnderWay() ? Duration.ZERO : patience);
            try {
                return Cancellation.watch(connection, () -> query.on(connection));
            } finally {
                // The pool asks connections whether they live, and must not wait for ever either.
                listen(connection, answerTimeout);
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** @param patience how long to wait for an answer; zero for as long as it takes */
    private static void listen(Connection connection, Duration patience) throws SQLException {
        if (!connection.isClosed()) {
            connection.setNetworkTimeout(Runnable::run, (int) patience.toMillis());
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
