package telco.usage.pipeline;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import telco.usage.database.Schema;
import telco.usage.jdbc.DatabaseException;
import telco.usage.run.Attempt;
import telco.usage.run.Run;
import telco.usage.run.RunConfig;
import telco.usage.run.RunQueue;
import telco.usage.run.Runs;

/** Works off the queue: RUN_CONCURRENCY threads that claim a run, perform it, and look for the next. */
@Singleton
public final class RunWorker {

    private static final Logger LOG = Logger.getLogger(RunWorker.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Pipeline pipeline;
    private final RunQueue queue;
    private final Runs runs;
    private final Schema schema;
    private final RunConfig config;
    private final WorkerPulse pulse;
    private final String name;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    RunWorker(Pipeline pipeline, RunQueue queue, Runs runs, Schema schema, RunConfig config, WorkerPulse pulse) {
        this.pipeline = pipeline;
        this.queue = queue;
        this.runs = runs;
        this.schema = schema;
        this.config = config;
        this.pulse = pulse;
        this.name = WorkerName.ofThisProcess();
    }

    void onStart(@Observes @Priority(Interceptor.Priority.APPLICATION) StartupEvent start) {
        for (int i = 1; config.serving() && i <= config.concurrency(); i++) {
            Thread thread = new Thread(this::work, "run-worker-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    /** When the start has failed, nobody has stopped it before. */
    void onStop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent stop)
            throws InterruptedException {
        stop(Duration.ZERO);
    }

    /**
     * Claims nothing from here on, and returns when the runs under way have ended.
     *
     * @param patience those that have not ended by then are handed back to the queue
     */
    void stop(Duration patience) throws InterruptedException {
        stopping.countDown();
        if (!awaitEnd(patience)) {
            LOG.infof(
                    "What is under way has not ended in %d s (STOP_TIMEOUT) and is handed back", patience.toSeconds());
            pipeline.stop();
            threads.forEach(Thread::interrupt);
            if (!awaitEnd(PATIENCE)) {
                LOG.warn("A run could not be handed back; it will be taken over");
            }
        }
    }

    private boolean awaitEnd(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (Thread thread : threads) {
            TimeUnit.NANOSECONDS.timedJoin(thread, end - System.nanoTime());
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /**
     * Claims this queued run and performs it in the calling thread, or waits until whoever has it has ended it.
     *
     * @return the finished run
     */
    public Run perform(Run queued) throws InterruptedException {
        while (true) {
            Optional<Run> done = queue.claim(queued.id(), name)
                    .flatMap(pipeline::perform)
                    .or(() -> runs.find(queued.id()).filter(Run::done));
            if (done.isPresent()) {
                return done.get();
            }
            pause();
        }
    }

    private void work() {
        pulse.begin(Thread.currentThread());
        try {
            while (stopping.getCount() > 0) {
                pulse.beat(Thread.currentThread());
                if (!performNext()) {
                    pause();
                }
            }
        } catch (InterruptedException e) {
            // Only a stop interrupts, and then this thread is to end.
            Thread.currentThread().interrupt();
        } finally {
            pulse.end(Thread.currentThread());
        }
    }

    /** False when there was nothing to do, or it could not be found out. */
    private boolean performNext() {
        if (!schema.isReady()) {
            return false;
        }
        try {
            Optional<Attempt> attempt = queue.claimNext(name);
            attempt.ifPresent(pipeline::perform);
            return attempt.isPresent();
        } catch (DatabaseException e) {
            LOG.debugf("cannot claim: %s", e.getMessage());
            return false;
        } catch (RuntimeException | Error e) {
            LOG.error("A fault in the worker; it goes on with the next run", e);
            return false;
        }
    }

    private void pause() throws InterruptedException {
        stopping.await(config.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
    }
}
