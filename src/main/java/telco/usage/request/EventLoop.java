package telco.usage.request;

import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;

/**
 * The thread of a request's connection, in which its body comes. Whoever looks at the body does so there: a login, or an answer,
 * may go on in a thread of the executor, and the body would come or end in the middle of that look.
 */
final class EventLoop {

    private EventLoop() {}

    /** Has the work done in that thread, behind what it is doing now. */
    static void run(RoutingContext request, Runnable work) {
        ((HttpServerRequestInternal) request.request()).context().runOnContext(then -> work.run());
    }
}
