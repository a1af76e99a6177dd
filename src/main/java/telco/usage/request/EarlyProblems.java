package telco.usage.request;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import telco.usage.problem.EarlyAnswer;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;
import telco.usage.problem.Refusal;

/**
 * Problems of requests that the server refuses before any resource sees them, too large a body above all. Left alone, it
 * would answer without a word.
 */
@Singleton
final class EarlyProblems {

    /** Higher goes first; the server's own check of the body's length has 2. */
    private static final int PRIORITY = 100;

    private static final int AFTER_SERVER = 1;

    /** What is no file is short, or a mistake: whoever reads it has a limit of its own below this one. */
    private static final long MAX_JSON = 1024 * 1024;

    private final long maxBytes;

    EarlyProblems(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.maxBytes = limit.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::checkLength, PRIORITY);
        filters.register(EarlyProblems::leaveUnannounced, AFTER_SERVER);
    }

    void register(@Observes Router router) {
        router.route().order(-PRIORITY).failureHandler(EarlyProblems::failed);
    }

    private void checkLength(RoutingContext context) {
        HttpServerRequest request = context.request();
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        long most = mostBytes(request.getHeader(HttpHeaders.CONTENT_TYPE));
        if (announced == null || Long.parseLong(announced) <= most) {
            context.next();
        } else {
            EarlyAnswer.send(
                    context,
                    new ProblemException(ProblemCode.PAYLOAD_TOO_LARGE, "The body is larger than " + most + " bytes."));
        }
    }

    /** A body of unannounced length is cut off by whoever reads it, see {@link StrictJson}: with a problem, again. */
    private static void leaveUnannounced(RoutingContext context) {
        context.remove(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY);
        context.next();
    }

    private long mostBytes(String contentType) {
        boolean json =
                contentType == null || contentType.toLowerCase(Locale.ROOT).startsWith("application/json");
        return json ? Math.min(MAX_JSON, maxBytes) : maxBytes;
    }

    private static void failed(RoutingContext context) {
        if (context.statusCode() != 400) {
            context.next();
            return;
        }
        EarlyAnswer.send(context, Refusal.of(400));
    }
}
