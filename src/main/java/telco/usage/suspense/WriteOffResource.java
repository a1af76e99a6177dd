package telco.usage.suspense;

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
import telco.usage.request.StrictJson;
import telco.usage.run.RunFinder;

/** Rejects over HTTP: give some up. */
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
public final class WriteOffResource {

    private final RunFinder finder;
    private final WriteOffs writeOffs;
    private final Caller caller;

    WriteOffResource(RunFinder finder, WriteOffs writeOffs, Caller caller) {
        this.finder = finder;
        this.writeOffs = writeOffs;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Path("/{id}/write-off")
    @Operation(
            operationId = "writeOffRejects",
            summary = "Give rejects up",
            description =
                    "All open rejects of the run that have this reason, also those that are only counted. They stay listed,"
                            + " WRITTEN_OFF, with who said so, when and why.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WriteOffRequest.class),
                            examples = @ExampleObject(name = "reason", ref = "WriteOff")))
    @APIResponse(
            responseCode = "200",
            description = "The run's rejects, counted anew.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WrittenOff.class),
                            examples = @ExampleObject(name = "writtenOff", ref = "WrittenOff")))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "404", ref = "RunNotFound")
    @APIResponse(responseCode = "409", ref = "StateConflict")
    @APIResponse(responseCode = "413", ref = "PayloadTooLarge")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    public WrittenOff writeOff(
            @Parameter(description = "The run's id.", schema = @Schema(type = SchemaType.INTEGER)) @RestPath String id,
            @Parameter(hidden = true) @RestHeader(HttpHeaders.CONTENT_TYPE) String contentType,
            @Parameter(description = "Who asks for it, for the audit.") @RestHeader(Actor.HEADER) String actor,
            InputStream body)
            throws IOException {
        WriteOffRequest request =
                StrictJson.read(body, contentType, WriteOffRequest.class).orElse(WriteOffRequest.EMPTY);
        int runId = finder.find(id).id();
        return new WrittenOff(
                runId, writeOffs.writeOff(runId, request.requireReason(), caller.actor(actor), request.requireWhy()));
    }
}
