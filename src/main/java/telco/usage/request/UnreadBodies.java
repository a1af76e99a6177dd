package telco.usage.request;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What still comes of a body when its request has been answered. Most callers only listen once they have sent all of it, so
 * some is thrown away, for as long as any other request may take; who goes on beyond that is cut off. Left alone, the server
 * would keep all of it in memory. The request itself is forgotten as soon as nothing comes any more: a thousand a second add up.
 */
@Singleton
final class UnreadBodies {

    /** Before all who may answer, the front door above all. */
    private static final int PRIORITY = 1000;

    private static final long MAX_DISCARDED = 100L * 1024 * 1024;

    private final RequestConfig config;

    UnreadBodies(RequestConfig config) {
        this.config = config;
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, PRIORITY);
    }

    private void watch(RoutingContext context) {
        context.addEndHandler(answered -> EventLoop.run(context, () -> discardRest(context)));
        context.next();
    }

    private void discardRest(RoutingContext context) {
        HttpServerRequest request = context.request();
        // A request that is paused does not say that it has ended.
        request.resume();
        if (request.isEnded()) {
            return;
        }
        AtomicLong left = new AtomicLong(MAX_DISCARDED);
        Vertx vertx = context.vertx();
        // Of a caller who is gone nobody else knows any more, and so nor does the timer.
        WeakReference<HttpServerRequest> watched = new WeakReference<>(request);
        long timer = vertx.setTimer(config.timeout().toMillis(), late -> cutOff(watched.get()));
        request.handler(part -> {
                    if (left.addAndGet(-part.length()) < 0) {
                        request.connection().close();
                    }
                })
                .endHandler(ended -> vertx.cancelTimer(timer));
    }

    /** Unless all of it came: then the connection serves other requests by now. */
    private static void cutOff(HttpServerRequest request) {
        if (request != null && !request.isEnded()) {
            request.connection().close();
        }
    }
}
