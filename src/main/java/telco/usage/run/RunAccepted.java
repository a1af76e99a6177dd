package telco.usage.run;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/** The answer to a request that became a run, and the one when too many wait. */
public final class RunAccepted {

    private static final String REPLAYED = "Idempotency-Replayed";
    private static final Duration QUEUE_RETRY = Duration.ofSeconds(30);

    private RunAccepted() {}

    /** 202 with the run, its address and when to look at it; the same again when the request was repeated, and it says so. */
    public static Response response(Submitted submitted, RunConfig config) {
        Response.ResponseBuilder response = Response.accepted(submitted.run())
                // As text: the framework would put the host in front, and a proxy's caller knows it by another name.
                .header(HttpHeaders.LOCATION, "/runs/" + submitted.run().id())
                .header(
                        HttpHeaders.RETRY_AFTER,
                        RunResource.pollInterval(config).toSeconds());
        return submitted.repeated() ? response.header(REPLAYED, true).build() : response.build();
    }

    /** QUEUE_FULL, with the time after which to try again. */
    public static ProblemException queueFull(RunConfig config) {
        return new ProblemException(
                        ProblemCode.QUEUE_FULL,
                        "%d runs wait already, as many as RUN_QUEUE_LIMIT allows. Try again when some are done."
                                .formatted(config.queueLimit()))
                .retryAfter(QUEUE_RETRY);
    }
}
