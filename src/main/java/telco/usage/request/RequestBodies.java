package telco.usage.request;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import telco.usage.problem.EarlyAnswer;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/**
 * Keeps callers who send slowly from holding anything but their connection. A short body is there as a whole before anybody
 * asks for it. An upload is read by its resource, piece by piece, and only cut off when it takes too long.
 */
@Singleton
final class RequestBodies {

    /** Behind the logins: nothing is read from who may not call. */
    private static final int PRIORITY = 0;

    /**
     * None of ours reads one with these. Nor could it be told when it is done with: where an answer waits for a run, the framework
     * keeps it to itself that the caller is gone.
     */
    private static final Set<HttpMethod> WITHOUT_BODY = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private static final Pattern SUBMISSION = Pattern.compile("/runs/?");
    private static final Pattern REPLAY = Pattern.compile("/runs/[^/]+/replay/?");

    /** Health, metrics and the like: some of it is open to callers without a login, and none of it reads a body. */
    private static final Pattern PAGE_OF_THE_FRAMEWORK = Pattern.compile("/q(/.*)?");

    private final RequestConfig config;
    private final BodyRoom room;

    RequestBodies(RequestConfig config, BodyRoom room) {
        this.config = config;
        this.room = room;
    }

    void register(@Observes Filters filters) {
        filters.register(this::receive, PRIORITY);
    }

    private void receive(RoutingContext context) {
        if (takesNone(context)) {
            receiveNone(context);
        } else if (isUpload(context)) {
            EventLoop.run(context, () -> {
                UploadLimit.watch(context, config);
                context.next();
            });
        } else {
            EventLoop.run(context, () -> new ShortBody(context, room).receive(config.timeout()));
        }
    }

    private static boolean takesNone(RoutingContext context) {
        return WITHOUT_BODY.contains(context.request().method())
                || PAGE_OF_THE_FRAMEWORK.matcher(context.normalizedPath()).matches();
    }

    private static void receiveNone(RoutingContext context) {
        if (announcesBody(context.request())) {
            EarlyAnswer.send(
                    context,
                    new ProblemException(
                            ProblemCode.PAYLOAD_TOO_LARGE, "This request takes no body. Send it without one."));
        } else {
            context.next();
        }
    }

    /** True for what the resource takes as a file. It may read of no other body, which would hold its thread meanwhile. */
    private static boolean isUpload(RoutingContext context) {
        if (context.request().method() != HttpMethod.POST) {
            return false;
        }
        Optional<UploadType> type = UploadType.of(context.request().getHeader(HttpHeaders.CONTENT_TYPE));
        String path = context.normalizedPath();
        return type.isPresent() && SUBMISSION.matcher(path).matches()
                || type.equals(Optional.of(UploadType.CSV))
                        && REPLAY.matcher(path).matches();
    }

    private static boolean announcesBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || length != null && Long.parseLong(length) > 0;
    }
}
