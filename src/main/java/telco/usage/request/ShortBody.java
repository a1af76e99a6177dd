package telco.usage.request;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.time.Duration;
import telco.usage.problem.EarlyAnswer;

/**
 * Receives a body while it comes, without a thread, and hands the request on when all of it is there. No more is kept than a JSON
 * may have. What comes behind an answer is {@link UnreadBodies}' to throw away.
 */
final class ShortBody {

    private final RoutingContext context;
    private final HttpServerRequest request;
    private Buffer body = Buffer.buffer();
    private boolean over;

    ShortBody(RoutingContext context) {
        this.context = context;
        this.request = context.request();
    }

    /** @param longest the caller is cut off when it takes longer */
    void receive(Duration longest) {
        long timer = context.vertx().setTimer(longest.toMillis(), expired -> cutOff(longest));
        context.addEndHandler(answered -> context.vertx().cancelTimer(timer));
        request.handler(this::take).endHandler(ended -> complete());
        if (request.headers().contains(HttpHeaders.EXPECT)) {
            // Said here, and so not by whoever gets the request.
            request.headers().remove(HttpHeaders.EXPECT);
            request.response().writeContinue();
        }
        request.resume();
    }

    private void take(Buffer part) {
        if (over) {
            return;
        }
        if (body.length() + part.length() <= StrictJson.MAX_BYTES) {
            body.appendBuffer(part);
            return;
        }
        over = true;
        body = null;
        EarlyAnswer.send(context, StrictJson.refusal(request.getHeader(HttpHeaders.CONTENT_TYPE)));
    }

    private void complete() {
        if (!over) {
            over = true;
            ((RoutingContextInternal) context).setBody(body);
            context.next();
        }
    }

    private void cutOff(Duration longest) {
        if (!over) {
            over = true;
            SlowCaller.cutOff(
                    context,
                    "The body was not there after %d seconds (REQUEST_TIMEOUT). Nothing was done; send the request again."
                            .formatted(longest.toSeconds()));
        }
    }
}
