package telco.usage.suspense;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
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
import org.jboss.resteasy.reactive.RestQuery;
import telco.usage.access.Roles;
import telco.usage.audit.Actor;
import telco.usage.audit.Caller;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;
import telco.usage.request.EnumParameter;
import telco.usage.request.UploadType;
import telco.usage.run.RejectReason;
import telco.usage.run.RequestKey;
import telco.usage.run.Run;
import telco.usage.run.RunAccepted;
import telco.usage.run.RunConfig;
import telco.usage.run.RunFinder;

/** Rejects over HTTP: have them loaded again, corrected or as they are. */
@Singleton
@Path("/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "406", ref = "NotAcceptable")
@APIResponse(responseCode = "500", ref = "InternalError")
@APIResponse(responseCode = "503", ref = "BodyNotStored")
@APIResponse(responseCode = "default", ref = "OtherProblem")
public final class ReplayResource {

    private final RunFinder finder;
    private final Replays replays;
    private final RunConfig config;
    private final Caller caller;

    ReplayResource(RunFinder finder, Replays replays, RunConfig config, Caller caller) {
        this.finder = finder;
        this.replays = replays;
        this.config = config;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Roles.OPERATOR)
    @Path("/{id}/replay")
    @Operation(
            operationId = "replayRejects",
            summary = "Load rejects again",
            description =
                    "Queues a run that loads the open rejects of this one; poll its Location. Without a body the records come as they"
                            + " are; a text/csv body is a usage file that stands for them, corrected. When that run has published, they"
                            + " are REPLAYED, and what it has rejected again is open there; when it fails, they stay open here.")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = "text/csv",
                            schema = @Schema(type = SchemaType.STRING),
                            examples = @ExampleObject(name = "corrected", ref = "CorrectedRecords")))
    @APIResponse(
            responseCode = "202",
            description = "The run was queued.",
            headers = {
                @Header(
                        name = "Location",
                        description = "The run's address: /runs/{id}",
                        schema = @Schema(type = SchemaType.STRING)),
                @Header(name = "Retry-After", ref = "RetryAfter"),
                @Header(name = "Idempotency-Replayed", ref = "IdempotencyReplayed")
            },
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Run.class),
                            examples = @ExampleObject(name = "replay", ref = "QueuedReplay")))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "404", ref = "RunNotFound")
    @APIResponse(responseCode = "409", ref = "StateConflict")
    @APIResponse(responseCode = "413", ref = "PayloadTooLarge")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    @APIResponse(responseCode = "422", ref = "IdempotencyKeyReused")
    @APIResponse(responseCode = "429", ref = "QueueFull")
    public Response replay(
            @Parameter(description = "The run that kept them aside.", schema = @Schema(type = SchemaType.INTEGER))
                    @RestPath
                    String id,
            @Parameter(
                            description = "Only rejects with this reason.",
                            schema = @Schema(implementation = RejectReason.class))
                    @RestQuery
                    String reason,
            @Parameter(
                            description =
                                    "By what the request is known: sent again with the same key, it is still one run.",
                            name = RequestKey.HEADER,
                            in = ParameterIn.HEADER,
                            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 255))
                    @Context
                    HttpHeaders headers,
            @Parameter(description = "Who asks for it, for the audit.") @RestHeader(Actor.HEADER) String actor,
            InputStream body)
            throws IOException {
        RejectReason only = EnumParameter.read(RejectReason.class, "reason", reason);
        Actor who = caller.actor(actor);
        Optional<String> key = RequestKey.read(headers);
        int runId = finder.find(id).id();
        Optional<InputStream> corrected = corrected(body, headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        return RunAccepted.response(replays.replay(runId, only, corrected, key, who), config);
    }

    /** The body when it is announced as a file; nothing of it is read yet. Of another type there must be none. */
    private static Optional<InputStream> corrected(InputStream body, String contentType) throws IOException {
        if (UploadType.of(contentType).equals(Optional.of(UploadType.CSV))) {
            return Optional.of(body);
        }
        if (body.read() >= 0) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "The body must be text/csv, the corrected records; without a body they are replayed as they are.");
        }
        return Optional.empty();
    }
}
