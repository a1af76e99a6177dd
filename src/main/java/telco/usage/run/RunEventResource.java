package telco.usage.run;

import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import telco.usage.access.Roles;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/** Runs over HTTP: follow one. */
@Singleton
@Path("/runs")
@Tag(name = "Runs")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "406", ref = "NotAcceptable")
@APIResponse(responseCode = "500", ref = "InternalError")
@APIResponse(responseCode = "503", ref = "DatabaseUnavailable")
@APIResponse(responseCode = "default", ref = "OtherProblem")
public final class RunEventResource {

    /** For proxies that would gather a stream. */
    private static final String UNGATHERED = "X-Accel-Buffering";

    private static final Duration RETRY = Duration.ofSeconds(10);

    private final RunFinder finder;
    private final RunWatch watch;
    private final WatchConfig config;

    RunEventResource(RunFinder finder, RunWatch watch, WatchConfig config) {
        this.finder = finder;
        this.watch = watch;
        this.config = config;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/{id}/events")
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "followRun",
            summary = "Follow a run",
            description =
                    "Server-sent events: `run` with the run as it stands, at first and whenever it has changed (a step, the"
                            + " progress), and `done` with the run when it is done, which ends the stream. An event's id stands for what it"
                            + " tells. Who comes again with the id of the last event in Last-Event-ID, as EventSource does by itself, gets only"
                            + " what is new; with that of `done` 204, which tells EventSource not to come again. Changes that are less"
                            + " than half a second apart may be told together. A comment every 15 seconds shows that the stream is alive.")
    @APIResponse(
            responseCode = "200",
            description = "The events.",
            headers =
                    @Header(
                            name = UNGATHERED,
                            description = "Always no: a proxy is to pass each event on as it comes.",
                            schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(type = SchemaType.STRING),
                            examples = @ExampleObject(name = "events", ref = "RunEvents")))
    @APIResponse(responseCode = "204", description = "The caller has seen how the run has ended.")
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "404", ref = "RunNotFound")
    @APIResponse(responseCode = "429", ref = "TooManyStreams")
    public Flow.Publisher<OutboundSseEvent> events(
            @Parameter(description = "The run's id.", schema = @Schema(type = SchemaType.INTEGER)) @RestPath String id,
            @Parameter(description = "The id of the last event that the caller has seen.")
                    @RestHeader(HttpHeaders.LAST_EVENT_ID_HEADER)
                    String lastEventId,
            @Context Sse sse,
            @Parameter(hidden = true) @Context HttpServerResponse response) {
        AnsweredRun now = watch.answered(finder.find(id));
        if (now.run().done() && RunStream.eventId(now).equals(lastEventId)) {
            throw new WebApplicationException(Response.noContent().build());
        }
        RunStream stream = new RunStream(now, lastEventId, sse, config.heartbeat());
        if (!watch.enter(stream, config.mostStreams())) {
            throw tooMany();
        }
        // The framework knows no other way to give a stream headers.
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache").putHeader(UNGATHERED, "no");
        return stream;
    }

    private ProblemException tooMany() {
        return new ProblemException(
                        ProblemCode.TOO_MANY_STREAMS,
                        "%d event streams are open already, as many as may be. Ask GET /runs/{id}?wait=30s, or try again later."
                                .formatted(config.mostStreams()))
                .retryAfter(RETRY);
    }
}
