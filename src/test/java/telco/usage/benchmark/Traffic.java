package telco.usage.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import telco.usage.testing.ServiceProcess.Answer;

/**
 * So many requests a second, whether answers come or not: of ten, two submit a run, seven ask for one and one lists the
 * newest. A time begins when the request was due, so that one slow answer is not hidden by those that wait behind it.
 */
final class Traffic implements AutoCloseable {

    /** A kind of request that has a bar of its own. */
    enum Kind {
        POST_RUN("`POST /runs`"),
        GET_RUN("`GET /runs/{id}`"),
        LIST_RUNS("`GET /runs?pageSize=20`");

        private final String description;

        Kind(String description) {
            this.description = description;
        }

        String description() {
            return description;
        }
    }

    private static final Kind[] MIX = {
        Kind.POST_RUN, Kind.GET_RUN, Kind.GET_RUN, Kind.GET_RUN, Kind.LIST_RUNS,
        Kind.POST_RUN, Kind.GET_RUN, Kind.GET_RUN, Kind.GET_RUN, Kind.GET_RUN
    };

    /** Whoever gets no answers does not open ever more connections; what is due meanwhile is sent later, and its time runs. */
    static final int MAX_OPEN = 100;

    private final Caller caller;
    private final String body;
    private final List<Integer> runs = new ArrayList<>();
    private final Map<Kind, Queue<Double>> millis = new TreeMap<>();
    private final Map<String, Integer> statuses = new TreeMap<>();
    private final Queue<CompletableFuture<?>> open = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::send, "traffic");
    private volatile long intervalNanos;
    private volatile boolean flowing;
    private volatile boolean ended;

    /**
     * @param body what is posted
     * @param known a run that can be asked for
     */
    Traffic(Caller caller, String body, int known) {
        this.caller = caller;
        this.body = body;
        runs.add(known);
        for (Kind kind : Kind.values()) {
            millis.put(kind, new ConcurrentLinkedQueue<>());
        }
        thread.start();
    }

    /** Sends so many a second, until it is to rest. */
    void flow(int perSecond) {
        intervalNanos = 1_000_000_000L / perSecond;
        flowing = true;
    }

    void rest() {
        flowing = false;
    }

    private void send() {
        long due = System.nanoTime();
        for (int i = 0; !ended; i++) {
            while (!flowing && !ended) {
                LockSupport.parkNanos(1_000_000);
                due = System.nanoTime();
            }
            while (due > System.nanoTime() || open.size() >= MAX_OPEN) {
                LockSupport.parkNanos(Math.max(100_000, due - System.nanoTime()));
            }
            send(MIX[i % MIX.length], due);
            due += intervalNanos;
        }
    }

    private void send(Kind kind, long due) {
        CompletableFuture<Answer> answer = switch (kind) {
            case POST_RUN -> caller.post("/runs", body);
            case GET_RUN -> caller.get("/runs/" + anyRun());
            case LIST_RUNS -> caller.get("/runs?pageSize=20");
        };
        CompletableFuture<Void> noted = answer.handle((response, failure) -> {
            millis.get(kind).add((System.nanoTime() - due) / 1e6);
            note(kind, response, failure);
            return null;
        });
        open.add(noted);
        noted.thenRun(() -> open.remove(noted));
    }

    private synchronized int anyRun() {
        return runs.get(ThreadLocalRandom.current().nextInt(runs.size()));
    }

    private synchronized void note(Kind kind, Answer response, Throwable failure) {
        String outcome = response == null ? reason(failure) : Integer.toString(response.status());
        statuses.merge(outcome, 1, Integer::sum);
        if (kind == Kind.POST_RUN && response != null && response.status() == 202) {
            runs.add(LoadedRun.parse(response.body()).id());
        }
    }

    private static String reason(Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause().toString() : failure.toString();
    }

    synchronized int answered() {
        return statuses.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Forgets answers and times, not the runs. */
    void forget() {
        open.forEach(CompletableFuture::join);
        clear();
    }

    private synchronized void clear() {
        assertThat(statuses).containsOnlyKeys("200", "202");
        statuses.clear();
        millis.values().forEach(Queue::clear);
    }

    /** How many answers there were of each status, or of each failure to get one. */
    synchronized Map<String, Integer> statuses() {
        return new TreeMap<>(statuses);
    }

    /** The runs that were accepted, and the one known before. */
    synchronized List<Integer> runs() {
        return List.copyOf(runs);
    }

    /** The times of this kind, in milliseconds. */
    Samples millis(Kind kind) {
        return new Samples(List.copyOf(millis.get(kind)));
    }

    /** Waits for the answers that are still to come. */
    @Override
    public void close() {
        ended = true;
        flowing = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.forEach(CompletableFuture::join);
    }
}
