package telco.usage.revert;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
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
import telco.usage.run.Run;
import telco.usage.run.RunFinder;
import telco.usage.run.WhyRequest;

/** Runs over HTTP: take one back. */
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
public final class RevertResource {

    private final RunFinder finder;
    private final Reverts reverts;
    private final Caller caller;

    RevertResource(RunFinder finder, Reverts reverts, Caller caller) {
        this.finder = finder;
        this.reverts = reverts;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Path("/{id}/revert")
    @Operation(
            operationId = "revertRun",
            summary = "Take a run back",
            description =
                    "Exactly its rows leave the facts, the views and the ledger, in one transaction; its file may be"
                            + " loaded again. The answer comes when that is done, for a large run after some seconds. When the"
                            + " connection breaks meanwhile, look at the run: it is REVERTED, or nothing has happened.")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WhyRequest.class),
                            examples = @ExampleObject(name = "why", ref = "RevertWhy")))
    @APIResponse(
            responseCode = "200",
            description = "The run, REVERTED.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Run.class),
                            examples = @ExampleObject(name = "reverted", ref = "RevertedRun")))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "404", ref = "RunNotFound")
    @APIResponse(responseCode = "409", ref = "StateConflict")
    @APIResponse(responseCode = "413", ref = "PayloadTooLarge")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    public Run revert(
            @Parameter(description = "The run's id.", schema = @Schema(type = SchemaType.INTEGER)) @RestPath String id,
            @Parameter(hidden = true) @RestHeader(HttpHeaders.CONTENT_TYPE) String contentType,
            @Parameter(description = "Who asks for it, for the audit.") @RestHeader(Actor.HEADER) String actor,
            InputStream body)
            throws IOException {
        String why = WhyRequest.read(body, contentType);
        return reverts.revert(finder.find(id).id(), caller.actor(actor), why);
    }
}
