package telco.usage.run;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.resteasy.reactive.RestResponse;

/** Requests for a run that may wait for their answer. */
@Singleton
final class WaitingRequests {

    private final RunFinder finder;
    private final RunWatch watch;
    private final WatchConfig config;

    WaitingRequests(RunFinder finder, RunWatch watch, WatchConfig config) {
        this.finder = finder;
        this.watch = watch;
        this.config = config;
    }

    /**
     * The answer, when the run is worth it or the time is over; at once when as many wait as may.
     *
     * @param response what is answered then; it may throw a problem
     */
    CompletionStage<RestResponse<byte[]>> answer(
            String id,
            Duration longest,
            Predicate<AnsweredRun> worthTelling,
            Function<AnsweredRun, RestResponse<byte[]>> response) {
        AnsweredRun now = watch.answered(finder.find(id));
        if (longest.isZero() || worthTelling.test(now)) {
            return CompletableFuture.completedFuture(response.apply(now));
        }
        LongPoll poll = new LongPoll(now, longest, worthTelling, response);
        if (!watch.enter(poll, config.mostWaiting())) {
            poll.end();
        }
        return poll.answer();
    }
}
