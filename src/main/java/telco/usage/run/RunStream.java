package telco.usage.run;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Flow;
import telco.usage.jdbc.DatabaseException;

/**
 * The events of one caller who follows a run. The framework asks for the next one when the last is on its way, so a caller
 * who reads slowly gets fewer events, never old ones.
 */
final class RunStream implements RunWatcher, Flow.Publisher<OutboundSseEvent>, Flow.Subscription {

    /** The run has changed. */
    static final String CHANGED = "run";

    /** The run is done: the last event. */
    static final String DONE = "done";

    private static final Duration RECONNECT_AFTER = Duration.ofSeconds(2);

    /** A caller who went away before anything was sent is not heard of again. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    private final Sse sse;
    private final Duration heartbeat;
    private final long openedNanos = System.nanoTime();
    private AnsweredRun latest;
    private String known;
    private Flow.Subscriber<? super OutboundSseEvent> caller;
    private long demand;
    private boolean opened;
    private volatile boolean over;
    private long sentNanos;

    /**
     * @param now the run as it is when the caller comes
     * @param known the id of the last event that the caller has seen; null when it has seen none
     */
    RunStream(AnsweredRun now, String known, Sse sse, Duration heartbeat) {
        this.latest = now;
        this.known = known;
        this.sse = sse;
        this.heartbeat = heartbeat;
    }

    /**
     * Which state of which run an event tells. When the run is done, that is how it has ended: alerts about that end may change
     * behind it, and are no reason to tell it again.
     */
    static String eventId(AnsweredRun answered) {
        Run run = answered.run();
        return run.done()
                ? "%d-%s-%d".formatted(run.id(), run.state(), run.attempt())
                : answered.tag().replace("\"", "");
    }

    @Override
    public synchronized void subscribe(Flow.Subscriber<? super OutboundSseEvent> subscriber) {
        caller = subscriber;
        caller.onSubscribe(this);
        if (over) {
            caller.onComplete();
        }
    }

    @Override
    public synchronized void request(long more) {
        demand += more;
        tell();
    }

    /** The caller has gone away. */
    @Override
    public void cancel() {
        over = true;
    }

    @Override
    public int runId() {
        return latest.run().id();
    }

    /** It is content with each look at all runs. */
    @Override
    public long dueNanos() {
        return System.nanoTime() + heartbeat.toNanos();
    }

    @Override
    public synchronized boolean see(AnsweredRun run) {
        latest = run;
        tell();
        return isOver();
    }

    @Override
    public synchronized boolean miss(DatabaseException failure) {
        tell();
        return isOver();
    }

    /** A caller who comes again is told why. */
    @Override
    public void fail(RuntimeException failure) {
        end();
    }

    @Override
    public synchronized void end() {
        boolean first = !over;
        over = true;
        if (first && caller != null) {
            caller.onComplete();
        }
    }

    private boolean isOver() {
        return over || caller == null && System.nanoTime() - openedNanos > LONGEST_SILENCE.toNanos();
    }

    /** Tells what there is to tell, if the caller can take it. */
    private void tell() {
        if (over || demand == 0) {
            return;
        }
        String id = eventId(latest);
        if (!opened) {
            opened = true;
            send(sse.newEventBuilder()
                    .comment("run " + runId())
                    .reconnectDelay(RECONNECT_AFTER.toMillis())
                    .build());
        } else if (!id.equals(known)) {
            known = id;
            boolean last = latest.run().done();
            send(event(id));
            if (last) {
                end();
            }
        } else if (latest.run().done()) {
            end();
        } else if (System.nanoTime() - sentNanos >= heartbeat.toNanos()) {
            send(sse.newEventBuilder().comment("alive").build());
        }
    }

    private OutboundSseEvent event(String id) {
        return sse.newEventBuilder()
                .id(id)
                .name(latest.run().done() ? DONE : CHANGED)
                .data(new String(latest.json(), StandardCharsets.UTF_8))
                .build();
    }

    private void send(OutboundSseEvent event) {
        demand--;
        sentNanos = System.nanoTime();
        caller.onNext(event);
    }
}
