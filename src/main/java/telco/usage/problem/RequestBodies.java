package telco.usage.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps callers who send slowly from holding anything but their connection. A short body is there as a whole before anybody
 * asks for it. An upload is read by its resource, piece by piece, and only cut off when it takes too long.
 */
@Singleton
final class RequestBodies {

    /** Behind the logins: nothing is read from who may not call. */
    private static final int PRIORITY = 0;

    private static final Set<HttpMethod> WITHOUT_BODY = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private static final Pattern UPLOAD_PATH = Pattern.compile("/runs(/[^/]+/replay)?");

    private final RequestConfig config;

    RequestBodies(RequestConfig config) {
        this.config = config;
    }

    void register(@Observes Filters filters) {
        filters.register(this::receive, PRIORITY);
    }

    private void receive(RoutingContext context) {
        if (isUpload(context.request())) {
            EventLoop.run(context, () -> {
                UploadLimit.watch(context, config);
                context.next();
            });
        } else if (mayHaveBody(context.request())) {
            EventLoop.run(context, () -> new ShortBody(context).receive(config.timeout()));
        } else {
            context.next();
        }
    }

    private static boolean isUpload(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return request.method() == HttpMethod.POST
                && UPLOAD_PATH.matcher(request.path()).matches()
                && type != null
                && !StrictJson.isJson(type);
    }

    private static boolean mayHaveBody(HttpServerRequest request) {
        return !WITHOUT_BODY.contains(request.method())
                || request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }
}
