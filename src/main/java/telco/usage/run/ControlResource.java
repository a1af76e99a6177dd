package telco.usage.run;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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
import telco.usage.audit.Actor;
import telco.usage.audit.Caller;

/** Runs over HTTP: stop one. */
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
public final class ControlResource {

    private final RunFinder finder;
    private final RunControl control;
    private final RunConfig config;
    private final Caller caller;

    ControlResource(RunFinder finder, RunControl control, RunConfig config, Caller caller) {
        this.finder = finder;
        this.control = control;
        this.config = config;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Roles.OPERATOR)
    @Path("/{id}/cancel")
    @Operation(
            operationId = "cancelRun",
            summary = "Cancel a run",
            description =
                    "Before its rows are visible: then it is reverted instead. A run that is worked on is CANCELLING"
                            + " for some seconds; poll it. Cancelling it again changes nothing.")
    @APIResponse(
            responseCode = "202",
            description = "The run is CANCELLED, or CANCELLING.",
            headers = @Header(name = "Retry-After", ref = "RetryAfter"),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Run.class),
                            examples = @ExampleObject(name = "cancelled", ref = "CancelledRun")))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "404", ref = "RunNotFound")
    @APIResponse(responseCode = "409", ref = "StateConflict")
    public Response cancel(
            @Parameter(description = "The run's id.", schema = @Schema(type = SchemaType.INTEGER)) @RestPath String id,
            @Parameter(description = "Who asks for it, for the audit.") @RestHeader(Actor.HEADER) String actor) {
        Run run = control.cancel(finder.find(id).id(), caller.actor(actor));
        return Response.accepted(run)
                .header(
                        HttpHeaders.RETRY_AFTER,
                        RunResource.pollInterval(config).toSeconds())
                .build();
    }
}
