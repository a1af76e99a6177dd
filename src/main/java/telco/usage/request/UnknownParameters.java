package telco.usage.request;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import telco.usage.problem.ProblemException;

/**
 * Refuses query parameters that an operation does not have, and those that come twice. Passed over, a misspelt one would turn
 * what was meant as a check into a load. It runs behind the login.
 */
@Singleton
public final class UnknownParameters {

    private final Map<Method, QueryParameters> operations = new ConcurrentHashMap<>();

    /** @throws ProblemException INVALID_REQUEST that names the parameter, and those that there are */
    @ServerRequestFilter
    public void refuse(UriInfo address, ResourceInfo resource) {
        if (address.getRequestUri().getRawQuery() == null) {
            return;
        }
        QueryParameters operation = operations.computeIfAbsent(resource.getResourceMethod(), QueryParameters::of);
        address.getQueryParameters().forEach((name, values) -> check(operation, name, values));
    }

    private static void check(QueryParameters operation, String name, List<String> values) {
        if (!operation.known().contains(name)) {
            throw ProblemException.invalid(
                    name.isBlank() ? "query" : StrictJson.shortened(name),
                    operation.described().isEmpty()
                            ? "is not known here: this address has no query parameters"
                            : "is not known here; the query parameters of this address are "
                                    + String.join(", ", operation.described()));
        }
        if (values.size() > 1) {
            throw ProblemException.invalid(name, "comes %d times in the query; send it once".formatted(values.size()));
        }
    }
}
