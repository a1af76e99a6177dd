package telco.usage.metrics;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/** Has requests counted by the methods of HTTP only: with others, whoever makes them up could fill the memory. */
final class RequestMethods {

    private static final Set<String> KNOWN =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    @Produces
    @Singleton
    MeterFilter methods() {
        return MeterFilter.replaceTagValues("method", method -> KNOWN.contains(method) ? method : "OTHER");
    }
}
