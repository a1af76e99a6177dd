package telco.usage.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import telco.usage.jdbc.DatabaseException;

/**
 * Looks after runs for those who wait for them. However many they are, they hold no thread and no connection: one thread
 * looks at the database for all of them, again and again while somebody waits, so it also sees what other instances do.
 * What this one has done it sees at once.
 */
@Singleton
final class RunWatch {

    private static final Logger LOG = Logger.getLogger(RunWatch.class);

    /** A database that does not answer is not waited for when the service stops. */
    private static final Duration LONGEST_LAST_LOOK = Duration.ofSeconds(1);

    private final Runs runs;
    private final ObjectMapper mapper;
    private final Duration interval;
    private final Set<RunWatcher> watchers = new LinkedHashSet<>();
    private final Thread thread = new Thread(this::watch, "run-watch");
    private long roundNanos = System.nanoTime();
    private boolean woken;
    private volatile boolean blind;
    private boolean stopping;

    RunWatch(Runs runs, ObjectMapper mapper, WatchConfig config) {
        this.runs = runs;
        this.mapper = mapper;
        this.interval = config.interval();
        thread.setDaemon(true);
    }

    void onStart(@Observes StartupEvent start) {
        thread.start();
    }

    void onFinished(@Observes RunFinished finished) {
        wake();
    }

    /** Behind the worker, whose last run they still see; and while they can still be answered. */
    void onStopping(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownDelayInitiatedEvent stop)
            throws InterruptedException {
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
        thread.join(LONGEST_LAST_LOOK.toMillis());
        if (!thread.isAlive() && !blind) {
            leave(look(everybody()));
        }
        everybody().forEach(RunWatcher::end);
    }

    /** The run as it is answered now. */
    AnsweredRun answered(Run run) {
        return AnsweredRun.of(run, mapper);
    }

    /**
     * Lets somebody wait, from now on; when the service is about to stop it is over for them at once.
     *
     * @return false when {@code most} of the same kind wait already
     */
    synchronized boolean enter(RunWatcher watcher, int most) {
        if (stopping) {
            watcher.end();
            return true;
        }
        if (waiting(watcher.getClass()) >= most) {
            return false;
        }
        watchers.add(watcher);
        notifyAll();
        return true;
    }

    /** How many of this kind wait. */
    synchronized long waiting(Class<? extends RunWatcher> kind) {
        return watchers.stream().filter(kind::isInstance).count();
    }

    private synchronized List<RunWatcher> everybody() {
        return List.copyOf(watchers);
    }

    private synchronized void leave(List<RunWatcher> leaving) {
        leaving.forEach(watchers::remove);
    }

    private synchronized void wake() {
        woken = true;
        notifyAll();
    }

    private void watch() {
        try {
            for (List<RunWatcher> turn = next(); !turn.isEmpty(); turn = next()) {
                leave(look(turn));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until it is time to look, and says for whom: for all once an interval, between that for those who are due. */
    private synchronized List<RunWatcher> next() throws InterruptedException {
        while (!stopping) {
            if (watchers.isEmpty()) {
                wait();
                continue;
            }
            long now = System.nanoTime();
            long untilRound = roundNanos + interval.toNanos() - now;
            if (woken || untilRound <= 0) {
                woken = false;
                roundNanos = now;
                return everybody();
            }
            List<RunWatcher> due = watchers.stream()
                    .filter(watcher -> watcher.dueNanos() - now <= 0)
                    .toList();
            if (!due.isEmpty()) {
                return due;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.min(untilRound, untilDue(now)));
        }
        return List.of();
    }

    private long untilDue(long now) {
        return watchers.stream()
                .mapToLong(watcher -> watcher.dueNanos() - now)
                .min()
                .orElseThrow();
    }

    /** Those who have seen enough. */
    private List<RunWatcher> look(List<RunWatcher> turn) {
        Map<Integer, List<RunWatcher>> byRun = turn.stream().collect(Collectors.groupingBy(RunWatcher::runId));
        try {
            Map<Integer, AnsweredRun> seen =
                    runs.find(List.copyOf(byRun.keySet())).stream().collect(Collectors.toMap(Run::id, this::answered));
            blind = false;
            return turn.stream()
                    .filter(watcher -> isOver(watcher, () -> sees(watcher, seen.get(watcher.runId()))))
                    .toList();
        } catch (DatabaseException e) {
            blind = true;
            return turn.stream()
                    .filter(watcher -> isOver(watcher, () -> watcher.miss(e)))
                    .toList();
        } catch (RuntimeException e) {
            if (byRun.size() > 1) {
                // One run that cannot be read hides no other: each is looked at by itself.
                return byRun.values().stream()
                        .flatMap(one -> look(one).stream())
                        .toList();
            }
            LOG.errorf(
                    e,
                    "Run %d cannot be read: whoever waits for it waits no longer",
                    turn.get(0).runId());
            turn.forEach(watcher -> giveUp(watcher, e));
            return turn;
        }
    }

    private static boolean sees(RunWatcher watcher, AnsweredRun run) {
        if (run == null) {
            watcher.fail(RunFinder.notFound());
            return true;
        }
        return watcher.see(run);
    }

    /** One whose turn fails must not keep the others from theirs. */
    private static boolean isOver(RunWatcher watcher, BooleanSupplier turn) {
        try {
            return turn.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.errorf(e, "Somebody who waits for run %d waits no longer", watcher.runId());
            giveUp(watcher, e);
            return true;
        }
    }

    private static void giveUp(RunWatcher watcher, RuntimeException failure) {
        try {
            watcher.fail(failure);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Somebody who waits for run %d cannot be told that it is over", watcher.runId());
        }
    }
}
