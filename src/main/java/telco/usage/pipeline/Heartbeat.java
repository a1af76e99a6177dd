package telco.usage.pipeline;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import telco.usage.jdbc.Cancellation;
import telco.usage.jdbc.DatabaseException;
import telco.usage.run.Attempt;
import telco.usage.run.RunProgress;
import telco.usage.run.RunQueue;

/** Keeps an attempt's claim alive while its steps work, and stops them when it is lost or the run was cancelled. */
final class Heartbeat {

    private static final Logger LOG = Logger.getLogger(Heartbeat.class);

    private static final Duration LOG_EVERY = Duration.ofSeconds(10);

    private final ScheduledExecutorService timer;
    private final long started = System.nanoTime();
    private long lastLogged = started;
    private final Attempt attempt;
    private final RunQueue queue;
    private final Cancellation statements;
    private final Duration longestSilence;
    private final Runnable turned;
    private long silentSince;
    private boolean silent;

    private Heartbeat(
            Attempt attempt, RunQueue queue, Cancellation statements, Duration longestSilence, Runnable turned) {
        this.attempt = attempt;
        this.queue = queue;
        this.statements = statements;
        this.longestSilence = longestSilence;
        this.turned = turned;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            // It watches over the work and is no part of it, so it does not inherit that.
            Thread thread =
                    new Thread(null, () -> speakOf(attempt, task), "heartbeat-of-run-" + attempt.runId(), 0, false);
            thread.setDaemon(true);
            return thread;
        });
    }

    private static void speakOf(Attempt attempt, Runnable task) {
        // The thread is this attempt's alone, so it need not be taken back.
        RunLogContext.of(attempt.run());
        task.run();
    }

    /**
     * @param longestSilence when the database has not answered for so long, neither will it answer the steps
     * @param turned called with each beat, heard or not
     */
    static Heartbeat of(
            Attempt attempt,
            RunQueue queue,
            Cancellation statements,
            Duration interval,
            Duration longestSilence,
            Runnable turned) {
        Heartbeat heartbeat = new Heartbeat(attempt, queue, statements, longestSilence, turned);
        heartbeat.timer.scheduleWithFixedDelay(
                heartbeat::beat, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return heartbeat;
    }

    private void beat() {
        turned.run();
        logProgress();
        if (!silent) {
            silent = true;
            silentSince = System.nanoTime();
        }
        try {
            ask();
        } finally {
            giveUpDeadConnections();
        }
    }

    private void ask() {
        try {
            queue.beat(attempt);
            silent = false;
            if (attempt.isStopping()) {
                // Again with each beat until the steps have stopped: a statement may just have begun.
                statements.request();
            }
        } catch (SQLException e) {
            LOG.warnf(
                    "%s: a statement could not be cancelled: %s", attempt.run().label(), e.getMessage());
        } catch (DatabaseException e) {
            // The next beat may get through; if none does, the steps fail on the same database.
            LOG.warnf("%s: no heartbeat: %s", attempt.run().label(), e.getMessage());
        }
    }

    /** Also when it answers at last: it may do so on a new connection, and those of the steps are forgotten. */
    private void giveUpDeadConnections() {
        Duration silence = Duration.ofNanos(System.nanoTime() - silentSince);
        if (silence.compareTo(longestSilence) < 0) {
            return;
        }
        LOG.warnf(
                "%s: the database was silent for %d s, so the attempt's connections are given up",
                attempt.run().label(), silence.toSeconds());
        try {
            statements.abandon();
        } catch (SQLException e) {
            LOG.warnf(
                    "%s: a connection could not be given up: %s", attempt.run().label(), e.getMessage());
        }
    }

    /** A load of minutes is followed in the log too. */
    private void logProgress() {
        long now = System.nanoTime();
        if (now - lastLogged < LOG_EVERY.toNanos()) {
            return;
        }
        lastLogged = now;
        RunProgress progress = attempt.progressAfter(Duration.ofNanos(now - started));
        boolean loading = progress.secondsLeft() != null && progress.secondsLeft() > 0;
        if (loading) {
            LOG.infof(
                    "%s: read %d of %d MB, %d rows, of which %d are staged; %d rows/s, about %d s left",
                    attempt.run().label(),
                    progress.bytesRead() >> 20,
                    progress.bytesTotal() >> 20,
                    progress.rowsRead(),
                    progress.rowsStaged(),
                    progress.rowsPerSecond(),
                    progress.secondsLeft());
        }
    }

    void stop() {
        timer.shutdownNow();
    }
}
