package telco.usage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one thread end the statements that a piece of work has under way in others: the server stops them, and they fail.
 * Such work waits for the server's answers for as long as they take, so whoever watches over it also notices when none can
 * come any more, and has it give up its connections. Statements and connections belong to the work that their thread has begun, or the thread that started theirs.
 */
public final class Cancellation implements AutoCloseable {

    private static final InheritableThreadLocal<Cancellation> OF_THREAD = new InheritableThreadLocal<>();

    private final Set<Statement> running = ConcurrentHashMap.newKeySet();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    private Cancellation() {}

    /** Executes a statement. */
    @FunctionalInterface
    public interface Execution<T> {
        T run() throws SQLException;
    }

    /** From here on the calling thread, and each that it starts, works on this; until it is closed. */
    public static Cancellation begin() {
        Cancellation work = new Cancellation();
        OF_THREAD.set(work);
        return work;
    }

    /** True when the calling thread works on something that can be cancelled. */
    static boolean isUnderWay() {
        return OF_THREAD.get() != null;
    }

    /** The result of {@code execution}, which can be cancelled while it lasts. */
    public static <T> T watch(Statement statement, Execution<T> execution) throws SQLException {
        Cancellation work = OF_THREAD.get();
        return work == null ? execution.run() : watch(work.running, statement, execution);
    }

    /** The result of {@code execution}, whose connection can be given up while it lasts. */
    static <T> T watch(Connection connection, Execution<T> execution) throws SQLException {
        Cancellation work = OF_THREAD.get();
        return work == null ? execution.run() : watch(work.connections, connection, execution);
    }

    private static <W, T> T watch(Set<W> watched, W one, Execution<T> execution) throws SQLException {
        watched.add(one);
        try {
            return execution.run();
        } finally {
            watched.remove(one);
        }
    }

    /**
     * Has the server end the statements under way. One that is just about to begin is missed: to be called again until the
     * work has ended.
     */
    public void request() throws SQLException {
        for (Statement statement : running) {
            statement.cancel();
        }
    }

    /** Closes the work's connections without a word to the server, which is not heard any more: whoever waits there fails. */
    public void abandon() throws SQLException {
        for (Connection connection : connections) {
            // The pool's own abort() parts with the driver's connection before it could abort that.
            connection.unwrap(Connection.class).abort(Runnable::run);
        }
    }

    /** The calling thread works on something else from here on. */
    @Override
    public void close() {
        OF_THREAD.remove();
    }
}
