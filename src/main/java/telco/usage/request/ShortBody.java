package telco.usage.request;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import telco.usage.problem.EarlyAnswer;
import telco.usage.problem.ProblemException;

/**
 * Receives a body while it comes, without a thread, and hands the request on when all of it is there. No more is kept than a JSON
 * may have, nor than there is room for. What comes behind an answer is {@link UnreadBodies}' to throw away.
 */
final class ShortBody {

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final BodyRoom room;

    /** What it has of the room. It is given back once, whoever ends the request, and in whatever thread. */
    private final AtomicInteger held = new AtomicInteger();

    private Buffer body = Buffer.buffer();
    private boolean over;

    ShortBody(RoutingContext context, BodyRoom room) {
        this.context = context;
        this.request = context.request();
        this.room = room;
    }

    /** @param longest the caller is cut off when it takes longer */
    void receive(Duration longest) {
        long timer = context.vertx().setTimer(longest.toMillis(), expired -> cutOff(longest));
        context.addEndHandler(answered -> {
            context.vertx().cancelTimer(timer);
            // The caller may be gone in the middle of it.
            giveUp();
        });
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
        int length = body.length() + part.length();
        if (length > StrictJson.MAX_BYTES) {
            refuse(StrictJson.refusal(request.getHeader(HttpHeaders.CONTENT_TYPE)));
        } else if (!hasRoom(length)) {
            refuse(BodyRoom.full());
        } else {
            body.appendBuffer(part);
        }
    }

    private boolean hasRoom(int length) {
        if (request.response().closed()) {
            // The caller was gone before we began, and nobody would say when to give it back.
            return true;
        }
        int more = BodyRoom.counted(length) - held.get();
        if (!room.take(more)) {
            return false;
        }
        held.addAndGet(more);
        return true;
    }

    private void refuse(ProblemException problem) {
        giveUp();
        EarlyAnswer.send(context, problem);
    }

    private void giveUp() {
        over = true;
        body = null;
        room.release(held.getAndSet(0));
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
            giveUp();
            SlowCaller.cutOff(
                    context,
                    "The body was not there after %d seconds (REQUEST_TIMEOUT). Nothing was done; send the request again."
                            .formatted(longest.toSeconds()));
        }
    }
}
