package telco.usage.request;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
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
    public void refuse(ContainerRequestContext request) {
        UriInfo address = request.getUriInfo();
        URI uri = address.getRequestUri();
        if (uri.getRawPath().contains(WRITTEN)) {
            throw ProblemException.invalid("address", "must not have a NUL character (%00)");
        }
        if (uri.getRawQuery() != null && uri.getRawQuery().contains(WRITTEN)) {
            throw ProblemException.invalid(nameOf(address), "must not have a NUL character (%00)");
        }
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
