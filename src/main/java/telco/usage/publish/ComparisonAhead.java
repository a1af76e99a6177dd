package telco.usage.publish;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import telco.usage.jdbc.Database;
import telco.usage.run.Attempt;
import telco.usage.run.AttemptLostException;

/**
 * Compares day after day on a connection of its own, while the publishing transaction inserts the days before: a day is
 * inserted by one core, and the other has nothing better to do. It sees what is committed, which under the warehouse's
 * lock is what the publishing transaction sees, but for what that has done itself.
 */
final class ComparisonAhead implements AutoCloseable {

    private final ExecutorService thread;
    private final Map<LocalDate, Future<?>> days = new LinkedHashMap<>();

    private ComparisonAhead(Attempt attempt) {
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "compare-" + attempt.runId());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins with the first of the days. */
    static ComparisonAhead of(List<LocalDate> days, Attempt attempt, DayComparison comparison, Database database) {
        ComparisonAhead ahead = new ComparisonAhead(attempt);
        for (LocalDate day : days) {
            ahead.days.put(
                    day,
                    ahead.thread.submit(
                            () -> database.inTransaction(connection -> comparison.findExceptions(connection, day))));
        }
        return ahead;
    }

    /** Returns when the exceptions of the day are known; false when it is none of the days that are compared here. */
    boolean await(LocalDate day) {
        Future<?> comparison = days.get(day);
        if (comparison == null) {
            return false;
        }
        try {
            comparison.get();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AttemptLostException("the service is stopping");
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }

    /** Begins no other day. The one at hand comes to its end by itself; whoever drops the stage waits for it. */
    @Override
    public void close() {
        days.values().forEach(day -> day.cancel(false));
        thread.shutdown();
    }
}
