package telco.usage.run;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.resteasy.reactive.RestResponse;
import telco.usage.jdbc.DatabaseException;

/** A request that waits for a run: until there is something to tell, and no longer than it wants to. */
final class LongPoll implements RunWatcher {

    private final CompletableFuture<RestResponse<byte[]>> answer = new CompletableFuture<>();
    private final Predicate<AnsweredRun> worthTelling;
    private final Function<AnsweredRun, RestResponse<byte[]>> response;
    private final long dueNanos;
    private AnsweredRun latest;

    /**
     * @param first the run as it was when the request came
     * @param response what is answered, worth it or not; it may throw a problem
     */
    LongPoll(
            AnsweredRun first,
            Duration longest,
            Predicate<AnsweredRun> worthTelling,
            Function<AnsweredRun, RestResponse<byte[]>> response) {
        this.latest = first;
        this.dueNanos = System.nanoTime() + longest.toNanos();
        this.worthTelling = worthTelling;
        this.response = response;
    }

    /** The answer when it is there. The framework cancels it when the caller has gone away. */
    CompletableFuture<RestResponse<byte[]>> answer() {
        return answer;
    }

    @Override
    public int runId() {
        return latest.run().id();
    }

    @Override
    public long dueNanos() {
        return dueNanos;
    }

    @Override
    public boolean see(AnsweredRun run) {
        latest = run;
        if (isDue() || worthTelling.test(run)) {
            end();
        }
        return answer.isDone();
    }

    @Override
    public boolean miss(DatabaseException failure) {
        if (isDue()) {
            fail(failure);
        }
        return answer.isDone();
    }

    @Override
    public void fail(RuntimeException failure) {
        answer.completeExceptionally(failure);
    }

    @Override
    public void end() {
        try {
            answer.complete(response.apply(latest));
        } catch (RuntimeException problem) {
            fail(problem);
        }
    }

    private boolean isDue() {
        return System.nanoTime() - dueNanos >= 0;
    }
}
