package telco.usage.access;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A web page that somebody has open can have their browser send requests to this service, with the login that the browser
 * knows, or from the machine that nobody has to log in from. Browsers say so, and no other client does.
 */
final class ForeignPages {

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** No domain can be made to resolve to these names, and none can be written like this. */
    private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");

    private ForeignPages() {}

    /** True when a page of another site wants something changed. */
    static boolean want(HttpServerRequest request) {
        return !SAFE.contains(request.method()) && isForeign(request);
    }

    /**
     * By the header of the Fetch Metadata standard; and by the origin where there is none, for browsers send it over TLS and
     * to this machine only.
     */
    private static boolean isForeign(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin != null
                && !origin.replaceFirst("^https?://", "").equalsIgnoreCase(request.getHeader(HttpHeaders.HOST));
    }

    /**
     * True when the request was sent to a name that is not this machine's: a domain which has been made to resolve to
     * the loopback address, so that the browser takes this service for a part of that site. A name that is none the server
     * refuses itself.
     */
    static boolean borrowThisMachine(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return authority != null && !THIS_MACHINE.matcher(authority.host()).matches();
    }
}
