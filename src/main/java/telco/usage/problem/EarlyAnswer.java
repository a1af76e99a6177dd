package telco.usage.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;

/** A problem document for a request that ends before any resource sees it. */
public final class EarlyAnswer {

    private EarlyAnswer() {}

    /** Ends the request with this problem; headers that are set already stay. */
    public static void send(RoutingContext context, ProblemException problem) {
        HttpServerResponse response = context.response();
        problem.retryAfter()
                .ifPresent(wait -> response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds())));
        response.setStatusCode(problem.code().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(Json.encode(Problem.of(problem, context.request().path())));
    }
}
