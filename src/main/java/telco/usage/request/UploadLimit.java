package telco.usage.request;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Looks at an upload while somebody else reads it, and cuts it off when nothing comes any more or it takes too long. */
final class UploadLimit {

    private static final int LOOKS = 4;

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final RequestConfig config;
    private final long begun = System.nanoTime();
    private long progressed = begun;
    private long seenBytes;

    private UploadLimit(RoutingContext context, RequestConfig config) {
        this.context = context;
        this.request = context.request();
        this.config = config;
    }

    static void watch(RoutingContext context, RequestConfig config) {
        UploadLimit limit = new UploadLimit(context, config);
        long pause = Math.max(1, config.timeout().toMillis() / LOOKS);
        long timer = context.vertx().setPeriodic(pause, look -> limit.look());
        context.addEndHandler(answered -> context.vertx().cancelTimer(timer));
    }

    private void look() {
        if (request.isEnded()) {
            return;
        }
        long now = System.nanoTime();
        if (request.bytesRead() > seenBytes) {
            seenBytes = request.bytesRead();
            progressed = now;
        }
        if (now - progressed >= config.timeout().toNanos()) {
            cutOff("Nothing of the body came for %d seconds (REQUEST_TIMEOUT).", config.timeout());
        } else if (now - begun >= config.uploadTimeout().toNanos()) {
            cutOff("The body was not there after %d seconds (UPLOAD_TIMEOUT).", config.uploadTimeout());
        }
    }

    private void cutOff(String why, Duration limit) {
        SlowCaller.cutOff(
                context,
                why.formatted(limit.toSeconds())
                        + " Nothing of it was kept; send it again, or put the file into a folder that the service reads.");
    }
}
