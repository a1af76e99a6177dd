package telco.usage.load.copy;

import java.io.IOException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import telco.usage.run.Attempt;
import telco.usage.run.AttemptLostException;

/** A fixed number of threads that work on one thing side by side. The first failure stops them all, and is the crew's. */
final class Crew implements AutoCloseable {

    private static final long CHECKPOINT_EVERY_MILLIS = 100;
    private static final long PATIENCE_SECONDS = 60;

    /** What each thread does. */
    @FunctionalInterface
    interface Task {
        void run() throws IOException;
    }

    private final int size;
    private final ExecutorService threads;
    private final Attempt attempt;

    Crew(int size, Attempt attempt) {
        this.size = size;
        this.attempt = attempt;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(size, task -> {
            Thread thread = new Thread(task, "load-" + attempt.runId() + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Has every thread do the task once, and returns when all are done.
     *
     * @throws AttemptLostException when the attempt was told to stop
     */
    void all(Task task) throws IOException {
        CompletionService<Void> done = new ExecutorCompletionService<>(threads);
        for (int i = 0; i < size; i++) {
            done.submit(() -> {
                task.run();
                return null;
            });
        }
        for (int finished = 0; finished < size; ) {
            attempt.checkpoint();
            if (await(done)) {
                finished++;
            }
        }
    }

    private boolean await(CompletionService<Void> done) throws IOException {
        try {
            Future<Void> next = done.poll(CHECKPOINT_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            if (next != null) {
                next.get();
            }
            return next != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        }
    }

    private static IOException rethrown(Throwable cause) {
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return (IOException) cause;
    }

    /** Stops what still works, and waits for it: nobody writes any more when this returns. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AttemptLostException(attempt.run().label() + ": a thread of its load does not stop");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
