package telco.usage.pipeline;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import telco.usage.audit.Actor;
import telco.usage.database.Schema;
import telco.usage.jdbc.DatabaseException;
import telco.usage.problem.ProblemException;
import telco.usage.run.Attempt;
import telco.usage.run.Run;
import telco.usage.run.RunConfig;
import telco.usage.run.RunControl;
import telco.usage.run.RunQueue;
import telco.usage.run.Runs;

/** Works off the queue: RUN_CONCURRENCY threads that claim a run, perform it, and look for the next. */
@Singleton
public final class RunWorker {

    private static final Logger LOG = Logger.getLogger(RunWorker.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Longer than a worker needs that has nothing in hand. */
    private static final Duration IDLE = Duration.ofMillis(100);

    private final Pipeline pipeline;
    private final RunQueue queue;
    private final RunControl control;
    private final Runs runs;
    private final Schema schema;
    private final RunConfig config;
    private final WorkerPulse pulse;
    private final String name;
    private final ThreadsAtWork atWork = new ThreadsAtWork();
    private final CountDownLatch stopping = new CountDownLatch(1);

    RunWorker(
            Pipeline pipeline,
            RunQueue queue,
            RunControl control,
            Runs runs,
            Schema schema,
            RunConfig config,
            WorkerPulse pulse) {
        this.pipeline = pipeline;
        this.queue = queue;
        this.control = control;
        this.runs = runs;
        this.schema = schema;
        this.config = config;
        this.pulse = pulse;
        this.name = WorkerName.ofThisProcess();
    }

    void onStart(@Observes @Priority(Interceptor.Priority.APPLICATION) StartupEvent start) {
        for (int i = 1; config.serving() && i <= config.concurrency(); i++) {
            new Thread(this::work, "run-worker-" + i).start();
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
     * @param patience those that have not ended by then are stopped, and handed back to the queue
     */
    void stop(Duration patience) throws InterruptedException {
        stopping.countDown();
        if (!atWork.awaitEnd(IDLE)) {
            LOG.infof("What is under way has %d s to end (STOP_TIMEOUT)", patience.toSeconds());
        }
        if (!atWork.awaitEnd(patience)) {
            LOG.info("What is under way has not ended and is stopped");
            pipeline.stop();
            atWork.interrupt();
            if (!atWork.awaitEnd(PATIENCE)) {
                LOG.warn("A run could not be handed back; it will be taken over");
            }
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /**
     * Claims this queued run and performs it in the calling thread, or waits until whoever has it has ended it. Being stopped
     * takes the run back: whoever stops its command does not want somebody else to load the file behind that.
     *
     * @return the finished run; one that is not done when it could not be taken back any more, or whoever has it is still to
     *     stop
     */
    public Run perform(Run queued) {
        atWork.begin();
        try {
            Optional<Run> done = performUntilStopped(queued);
            atWork.windUp();
            return done.orElseGet(() -> takeBack(queued));
        } finally {
            atWork.end();
        }
    }

    private Optional<Run> performUntilStopped(Run queued) {
        try {
            while (!isStopping()) {
                Optional<Run> done = queue.claim(queued.id(), name).flatMap(pipeline::perform);
                if (done.isEmpty() && !isStopping()) {
                    done = runs.find(queued.id()).filter(Run::done);
                }
                if (done.isPresent()) {
                    return done;
                }
                pause();
            }
        } catch (InterruptedException e) {
            LOG.debugf("%s: interrupted by the stop", queued.label());
        }
        return Optional.empty();
    }

    private Run takeBack(Run run) {
        try {
            return control.cancel(run.id(), Actor.ofProcess());
        } catch (ProblemException e) {
            LOG.info(e.getMessage());
            return runs.find(run.id()).orElse(run);
        }
    }

    private void work() {
        atWork.begin();
        pulse.begin(Thread.currentThread());
        try {
            while (!isStopping()) {
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
            atWork.end();
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
