package telco.usage.problem;

import io.quarkus.security.ForbiddenException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import telco.usage.database.Schema;
import telco.usage.jdbc.DatabaseException;

/** Turns whatever ends a request into a problem document, the framework's own refusals included. */
@Singleton
public final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(5);

    private final Schema schema;

    ProblemMappers(Schema schema) {
        this.schema = schema;
    }

    @ServerExceptionMapper
    public Response problem(ProblemException e, UriInfo request) {
        Response.ResponseBuilder response = response(Problem.of(e, path(request)));
        e.retryAfter().ifPresent(wait -> response.header(HttpHeaders.RETRY_AFTER, wait.toSeconds()));
        return response.build();
    }

    @ServerExceptionMapper
    public Response database(DatabaseException e, UriInfo request, Request method) {
        // Before the tables are there it is not the statement's fault.
        if (!e.canPass() && schema.isReady()) {
            return incident(e, request);
        }
        RequestLog logged = RequestLog.of(request);
        LOG.warnf("%s answered with 503: %s", logged.path(), logged.message(e));
        return problem(
                new ProblemException(ProblemCode.DATABASE_UNAVAILABLE, away(method.getMethod()))
                        .retryAfter(DATABASE_RETRY),
                request);
    }

    /** Nobody knows whether a change was made: the answer to its commit may be what got lost. */
    private static String away(String method) {
        String away = "The database cannot be reached at the moment; try again";
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)
                ? away + "."
                : away + ", under the same Idempotency-Key if there was one. The change may have been made already.";
    }

    /** The login has none of the roles that the method asks for. */
    @ServerExceptionMapper
    public Response forbidden(ForbiddenException e, UriInfo request, ResourceInfo resource) {
        RolesAllowed needed = resource.getResourceMethod().getAnnotation(RolesAllowed.class);
        return problem(
                new ProblemException(
                        ProblemCode.FORBIDDEN,
                        "This needs the role %s, which the login does not have."
                                .formatted(String.join(" or ", needed.value()))),
                request);
    }

    /** Has a mapper of its own because the framework offers an unknown path to no other. */
    @ServerExceptionMapper
    public Response notFound(NotFoundException e, UriInfo request) {
        return framework(e, request);
    }

    /** What the framework refused, with its headers; an answer that is no error passes as it is. */
    @ServerExceptionMapper
    public Response framework(WebApplicationException e, UriInfo request) {
        int status = e.getResponse().getStatus();
        if (status < 400) {
            return e.getResponse();
        }
        if (status >= 500) {
            return incident(e, request);
        }
        Response.ResponseBuilder response = response(Problem.of(Refusal.of(status), path(request)));
        e.getResponse().getHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)
                    && !name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
                values.forEach(value -> response.header(name, value));
            }
        });
        return response.build();
    }

    /** A fault of ours: the log gets everything, the caller an id to find it by. */
    @ServerExceptionMapper
    public Response incident(Throwable e, UriInfo request) {
        String incident = UUID.randomUUID().toString();
        RequestLog logged = RequestLog.of(request);
        if (logged.customer() == null) {
            LOG.errorf(e, "Incident %s: %s failed", incident, logged.path());
        } else {
            LOG.errorf("Incident %s: %s failed: %s", incident, logged.path(), logged.stack(e));
        }
        return response(Problem.of(
                        ProblemCode.INTERNAL_ERROR,
                        "The service failed on this request. Its log has the details under incident " + incident + ".",
                        path(request)))
                .build();
    }

    private static Response.ResponseBuilder response(Problem problem) {
        return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    }

    private static String path(UriInfo request) {
        return request.getRequestUri().getRawPath();
    }
}
