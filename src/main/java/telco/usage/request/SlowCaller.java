package telco.usage.request;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import telco.usage.problem.EarlyAnswer;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/** A caller whose body does not come. */
final class SlowCaller {

    private SlowCaller() {}

    /** Tells why, unless an answer has begun, and reads no further: whoever reads the body finds it broken off. */
    static void cutOff(RoutingContext context, String why) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.addEndHandler(sent -> context.request().connection().close());
        EarlyAnswer.send(context, new ProblemException(ProblemCode.REQUEST_TIMEOUT, why));
    }
}
