package telco.usage.run;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import telco.usage.access.Roles;
import telco.usage.audit.Actor;
import telco.usage.audit.Caller;

/** Runs over HTTP: publish one that a check has stopped. */
@Singleton
@Path("/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "406", ref = "NotAcceptable")
@APIResponse(responseCode = "500", ref = "InternalError")
@APIResponse(responseCode = "503", ref = "DatabaseUnavailable")
@APIResponse(responseCode = "default", ref = "OtherProblem")
public final class ReleaseResource {

    private final RunFinder finder;
    private final RunRelease release;
    private final RunConfig config;
    private final Caller caller;

    ReleaseResource(RunFinder finder, RunRelease release, RunConfig config, Caller caller) {
        this.finder = finder;
        this.release = release;
        this.config = config;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Path("/{id}/publish")
    @Operation(
            operationId = "publishRun",
            summary = "Publish a run that a check has stopped",
            description =
                    "Of a run that FAILED with QUALITY_GATE: exactly what was staged is published, in spite of the check; the"
                            + " file is not read again. Possible until `hold.until`. The run is QUEUED again; poll it.")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WhyRequest.class),
                            examples = @ExampleObject(name = "why", ref = "ReleaseWhy")))
    @APIResponse(
            responseCode = "202",
            description = "The run, QUEUED.",
            headers = @Header(name = "Retry-After", ref = "RetryAfter"),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Run.class),
                            examples = @ExampleObject(name = "released", ref = "ReleasedRun")))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "404", ref = "RunNotFound")
    @APIResponse(responseCode = "409", ref = "StateConflict")
    @APIResponse(responseCode = "413", ref = "PayloadTooLarge")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    public Response publish(
            @Parameter(description = "The run's id.", schema = @Schema(type = SchemaType.INTEGER)) @RestPath String id,
            @Parameter(hidden = true) @RestHeader(HttpHeaders.CONTENT_TYPE) String contentType,
            @Parameter(description = "Who asks for it, for the audit.") @RestHeader(Actor.HEADER) String actor,
            InputStream body)
            throws IOException {
        String why = WhyRequest.read(body, contentType);
        Run run = release.release(finder.find(id).id(), caller.actor(actor), why);
        return Response.accepted(run)
                .header(
                        HttpHeaders.RETRY_AFTER,
                        RunResource.pollInterval(config).toSeconds())
                .build();
    }
}
