package telco.usage.pipeline;

import io.opentelemetry.api.trace.Span;
import io.quarkus.arc.All;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import telco.usage.input.LogText;
import telco.usage.jdbc.Cancellation;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.run.Attempt;
import telco.usage.run.AttemptLostException;
import telco.usage.run.Run;
import telco.usage.run.RunConfig;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;
import telco.usage.run.RunFinished;
import telco.usage.run.RunJournal;
import telco.usage.run.RunQueue;
import telco.usage.run.RunState;
import telco.usage.run.Severity;
import telco.usage.run.Step;
import telco.usage.run.StepName;
import telco.usage.run.StepState;
import telco.usage.stage.Stage;

/** Takes a claimed run through its steps and ends it: with a report, or back in the queue. No attempt ends otherwise. */
@Singleton
final class Pipeline {

    private static final Logger LOG = Logger.getLogger(Pipeline.class);

    private static final int MOST_DOUBLINGS = 5;

    private final List<Step> steps;
    private final RunQueue queue;
    private final RunJournal journal;
    private final Database database;
    private final RunConfig config;
    private final RunTracer tracer;
    private final WorkerPulse pulse;
    private final Event<RunFinished> finished;
    private final Set<Attempt> underWay = ConcurrentHashMap.newKeySet();

    Pipeline(
            @All List<Step> steps,
            RunQueue queue,
            RunJournal journal,
            Database database,
            RunConfig config,
            RunTracer tracer,
            WorkerPulse pulse,
            Event<RunFinished> finished) {
        this.steps = steps.stream().sorted(Comparator.comparing(Step::name)).toList();
        this.queue = queue;
        this.journal = journal;
        this.database = database;
        this.config = config;
        this.tracer = tracer;
        this.pulse = pulse;
        this.finished = finished;
    }

    /** The run that is over; empty when it went back into the queue or to another worker. */
    Optional<Run> perform(Attempt attempt) {
        try (RunTracer.Trace trace = tracer.begin(attempt)) {
            Optional<Run> over = perform(attempt, trace);
            trace.end(over);
            return over;
        }
    }

    private Optional<Run> perform(Attempt attempt, RunTracer.Trace trace) {
        LOG.infof("%s: attempt %d begins", attempt.run().label(), attempt.number());
        Cancellation statements = Cancellation.begin();
        Thread worker = Thread.currentThread();
        Heartbeat heartbeat = Heartbeat.of(
                attempt,
                queue,
                statements,
                config.heartbeatInterval(),
                database.answerTimeout(),
                () -> pulse.beat(worker));
        Optional<Run> over = Optional.empty();
        underWay.add(attempt);
        try {
            over = Optional.of(end(attempt, takeSteps(attempt, statements, trace)));
        } catch (AttemptLostException e) {
            over = handBack(attempt, Duration.ZERO, e);
        } catch (DatabaseException | RunFailedException e) {
            over = handBack(attempt, attempt.isStopping() ? Duration.ZERO : delayAfter(attempt), e);
        } finally {
            underWay.remove(attempt);
            heartbeat.stop();
            // What was released is for the next attempt to publish; what a check has stopped, for somebody to look at.
            if (!over.map(Run::isHeld).orElse(attempt.run().isReleased())) {
                dropStage(attempt);
            }
        }
        return over;
    }

    /** Tells what is under way that the service stops; its statements are cancelled with the next heartbeat. */
    void stop() {
        underWay.forEach(Attempt::stop);
    }

    /** The error that ends the run; null when it has none. */
    private Run.RunError takeSteps(Attempt attempt, Cancellation statements, RunTracer.Trace trace) {
        try (statements) {
            for (Step step : steps) {
                if (!isDone(step.name(), attempt.run())
                        && attempt.originalRunId().isEmpty()) {
                    take(step, attempt, trace);
                }
            }
            return null;
        } catch (RunFailedException e) {
            return errorOf(e, attempt);
        } catch (DatabaseException e) {
            return errorOf(e, attempt);
        } catch (AttemptLostException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "%s: a fault of the service", attempt.run().label());
            return new Run.RunError(
                    RunErrorCode.INTERNAL_ERROR,
                    "A fault of the service, nothing of the file was published. The log has the details: look for "
                            + attempt.run().label() + ".");
        }
    }

    /** True for what an earlier attempt has done for good. */
    private static boolean isDone(StepName step, Run run) {
        return run.publishedAt() != null && step.compareTo(StepName.PUBLISH) <= 0
                || run.isReleased() && step.compareTo(StepName.PUBLISH) < 0;
    }

    private Run.RunError errorOf(RunFailedException e, Attempt attempt) {
        if (Thread.currentThread().isInterrupted()) {
            // An interrupt closes the file under whoever reads it: that is no fault of the file.
            throw new AttemptLostException("the service is stopping");
        }
        if (attempt.isStopping()) {
            // Whatever failed, it may have failed because it was stopped.
            throw new AttemptLostException("told to stop: " + e.getMessage());
        }
        if (e.code() == RunErrorCode.BALANCE_MISMATCH
                && mayTryAgain(attempt)
                && !attempt.run().isReleased()) {
            // A server that crashed since LOAD has emptied the stage; only a fault of ours would not pass.
            throw new AttemptLostException(e.getMessage());
        }
        if (e.code() == RunErrorCode.SPOOL_UNUSABLE && mayTryAgain(attempt)) {
            // A full disk may have room in a moment: other runs spool there too.
            throw e;
        }
        return new Run.RunError(e.code(), e.getMessage());
    }

    private Run.RunError errorOf(DatabaseException e, Attempt attempt) {
        if (attempt.isStopping() || e.canPass() && mayTryAgain(attempt)) {
            throw e;
        }
        LOG.errorf(e, "%s: the database failed", attempt.run().label());
        return new Run.RunError(RunErrorCode.DATABASE_ERROR, "The database failed: " + e.getMessage());
    }

    private boolean mayTryAgain(Attempt attempt) {
        return attempt.numberOfTries() < config.maxAttempts();
    }

    private void take(Step step, Attempt attempt, RunTracer.Trace trace) {
        attempt.checkpoint();
        Span span = trace.begin(step.name());
        journal.stepStarted(attempt, step.name());
        long start = System.nanoTime();
        StepState state = StepState.FAILED;
        try {
            state = step.perform(attempt);
        } catch (RunFailedException e) {
            journal.stepFinished(attempt, step.name(), StepState.FAILED);
            throw e;
        } finally {
            trace.end(span, state);
            LOG.infof(
                    "%s: %s %s in %.1f s, %s",
                    attempt.run().label(), step.name(), state, (System.nanoTime() - start) / 1e9, attempt.tally());
        }
        journal.stepFinished(attempt, step.name(), state);
    }

    private Run end(Attempt attempt, Run.RunError error) {
        // An interrupt asks the steps to stop; the report of a run that has ended is still to be written.
        boolean interrupted = Thread.interrupted();
        try {
            Run run = queue.finish(attempt, endState(attempt, error), error);
            over(run, error);
            return run;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void over(Run run, Run.RunError error) {
        LOG.infof("%s: %s%s", run.label(), run.state(), error == null ? "" : ", " + LogText.of(error.message()));
        announce(run);
    }

    private static RunState endState(Attempt attempt, Run.RunError error) {
        if (error != null) {
            return RunState.FAILED;
        }
        if (attempt.originalRunId().isPresent()) {
            return RunState.SKIPPED_DUPLICATE;
        }
        boolean warned = attempt.findings().stream().anyMatch(finding -> finding.severity() != Severity.INFO);
        return warned ? RunState.SUCCEEDED_WITH_WARNINGS : RunState.SUCCEEDED;
    }

    /** Whoever listens must not be able to spoil a run that is over. */
    void announce(Run run) {
        try {
            finished.fire(new RunFinished(run));
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s: somebody who listens for finished runs failed", run.label());
        }
    }

    /** The run, when it is over because it was cancelled. */
    private Optional<Run> handBack(Attempt attempt, Duration delay, RuntimeException cause) {
        boolean interrupted = Thread.interrupted();
        LOG.warnf(
                "%s: attempt %d stops: %s",
                attempt.run().label(), attempt.number(), LogText.of(String.valueOf(cause.getMessage())));
        try {
            Optional<Run> cancelled = queue.handBack(attempt, delay);
            cancelled.ifPresent(run -> over(run, null));
            return cancelled;
        } catch (DatabaseException e) {
            // Then its heartbeat stops, and it is taken over when the lease is up.
            LOG.warnf(
                    "%s: could not be put back into the queue: %s",
                    attempt.run().label(), e.getMessage());
            return Optional.empty();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Duration delayAfter(Attempt attempt) {
        return config.firstDelay().multipliedBy(1L << Math.min(attempt.number() - 1, MOST_DOUBLINGS));
    }

    private void dropStage(Attempt attempt) {
        try {
            database.inTransaction(new Stage(attempt.runId(), attempt.stagedBy())::drop);
        } catch (DatabaseException e) {
            LOG.warnf("%s: its stage is dropped later: %s", attempt.run().label(), e.getMessage());
        }
    }
}
