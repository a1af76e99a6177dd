package telco.usage.request;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import telco.usage.problem.ProblemException;

/**
 * Refuses what no text of ours can have: the database takes no NUL, and no name or reason has one. In JSON {@link StrictJson}
 * does the same.
 */
@Singleton
public final class NulCharacters {

    /** The only way to write one in an address. */
    private static final String WRITTEN = "%00";

    /** @throws ProblemException INVALID_REQUEST that names the parameter */
    @ServerRequestFilter(preMatching = true)
    public void refuse(HttpServerRequest request, UriInfo address) {
        int at = request.uri().indexOf(WRITTEN);
        if (at < 0) {
            return;
        }
        boolean inPath = request.uri().lastIndexOf('?', at) < 0;
        throw ProblemException.invalid(inPath ? "address" : nameOf(address), "must not have a NUL character (%00)");
    }

    private static String nameOf(UriInfo address) {
        return address.getQueryParameters().entrySet().stream()
                .filter(parameter -> has(parameter.getValue()))
                .map(Map.Entry::getKey)
                .filter(name -> name.indexOf('\0') < 0)
                .findFirst()
                .orElse("query");
    }

    private static boolean has(List<String> values) {
        return values.stream().anyMatch(value -> value.indexOf('\0') >= 0);
    }
}
