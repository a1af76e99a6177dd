package telco.usage.request;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import telco.usage.problem.EarlyAnswer;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/**
 * Looks at the address and the size of the headers before anybody reads them, and refuses with a problem. The server would do
 * so without a word; it still does where a request goes far beyond these limits, see {@code quarkus.http.limits}.
 */
@Singleton
public final class RequestHead {

    /** Before all who read the address, and behind {@link UnreadBodies}, which also sees what is refused here. */
    private static final int PRIORITY = 900;

    private static final int MAX_ADDRESS = 4 * 1024;
    private static final int MAX_HEADERS = 20 * 1024;

    /** What stands around a header's name and value. */
    private static final int SEPARATORS = ": \r\n".length();

    /** To be called before the server starts: it leaves it to us whether an address is a URI. */
    public static void takeOverFromServer() {
        System.setProperty("vertx.disableURIValidation", "true");
    }

    void register(@Observes Filters filters) {
        filters.register(RequestHead::check, PRIORITY);
    }

    private static void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.uri().length() > MAX_ADDRESS) {
            refuse(
                    context,
                    ProblemCode.ADDRESS_TOO_LONG,
                    "The address is longer than " + MAX_ADDRESS + " characters; no parameter of ours needs as many.");
        } else if (sizeOfHeaders(request) > MAX_HEADERS) {
            refuse(
                    context,
                    ProblemCode.HEADERS_TOO_LARGE,
                    "The headers are larger than " + MAX_HEADERS + " bytes together. Send fewer or shorter ones.");
        } else if (!isUri(request.uri())) {
            refuse(
                    context,
                    ProblemCode.INVALID_REQUEST,
                    "The address is malformed. Write % as %25, and a blank or one of {}|\\^`\"<> as % and its two hex digits.");
        } else {
            context.next();
        }
    }

    private static void refuse(RoutingContext context, ProblemCode code, String detail) {
        EarlyAnswer.send(context, new ProblemException(code, detail));
    }

    private static int sizeOfHeaders(HttpServerRequest request) {
        int size = 0;
        for (var header : request.headers()) {
            size += header.getKey().length() + header.getValue().length() + SEPARATORS;
        }
        return size;
    }

    private static boolean isUri(String address) {
        try {
            new URI(address);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
