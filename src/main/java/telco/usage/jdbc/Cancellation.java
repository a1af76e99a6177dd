package telco.usage.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one thread end the statements that a piece of work has under way in others: the server stops them, and they fail.
 * Statements belong to the work that their thread has begun, or the thread that started theirs.
 */
public final class Cancellation implements AutoCloseable {

    private static final InheritableThreadLocal<Cancellation> OF_THREAD = new InheritableThreadLocal<>();

    private final Set<Statement> running = ConcurrentHashMap.newKeySet();

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

    /** The result of {@code execution}, which can be cancelled while it lasts. */
    public static <T> T watch(Statement statement, Execution<T> execution) throws SQLException {
        Cancellation work = OF_THREAD.get();
        if (work == null) {
            return execution.run();
        }
        work.running.add(statement);
        try {
            return execution.run();
        } finally {
            work.running.remove(statement);
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

    /** The calling thread works on something else from here on. */
    @Override
    public void close() {
        OF_THREAD.remove();
    }
}
