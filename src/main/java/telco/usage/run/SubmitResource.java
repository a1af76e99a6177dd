package telco.usage.run;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
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
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestHeader;
import telco.usage.access.Roles;
import telco.usage.audit.Actor;
import telco.usage.audit.Caller;
import telco.usage.input.InputFile;
import telco.usage.input.InputFiles;
import telco.usage.request.StrictJson;
import telco.usage.request.UploadType;

/** Runs over HTTP: submit one. */
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
public final class SubmitResource {

    private static final Logger LOG = Logger.getLogger(SubmitResource.class);

    private final RequestedRuns runs;
    private final UploadedRuns uploads;
    private final InputFiles files;
    private final RunConfig config;
    private final Caller caller;

    SubmitResource(RequestedRuns runs, UploadedRuns uploads, InputFiles files, RunConfig config, Caller caller) {
        this.runs = runs;
        this.uploads = uploads;
        this.files = files;
        this.config = config;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "submitRun",
            summary = "Load a file",
            description =
                    "Queues a run; poll its Location. JSON names a file that is there; any other body is the file itself, as it"
                            + " is, packed, or in a form, with the query parameters.")
    @RequestBody(
            required = false,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = RunSubmission.class),
                        examples = {
                            @ExampleObject(name = "path", ref = "SubmitPath"),
                            @ExampleObject(name = "validateOnly", ref = "SubmitValidateOnly"),
                            @ExampleObject(name = "limits", ref = "SubmitLimits"),
                            @ExampleObject(name = "backfill", ref = "SubmitBackfill"),
                            @ExampleObject(name = "default", ref = "SubmitDefault")
                        }),
                @Content(
                        mediaType = "text/csv",
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "file", ref = "UploadFile")),
                @Content(
                        mediaType = "application/gzip",
                        schema = @Schema(type = SchemaType.STRING, format = "binary"),
                        examples = @ExampleObject(name = "packed", ref = "UploadPacked")),
                @Content(
                        mediaType = "application/zstd",
                        schema = @Schema(type = SchemaType.STRING, format = "binary"),
                        examples = @ExampleObject(name = "packed", ref = "UploadPacked")),
                @Content(
                        mediaType = "application/zip",
                        schema = @Schema(type = SchemaType.STRING, format = "binary"),
                        examples = @ExampleObject(name = "packed", ref = "UploadPacked")),
                @Content(
                        mediaType = MediaType.MULTIPART_FORM_DATA,
                        schema = @Schema(ref = "UploadForm"),
                        examples = @ExampleObject(name = "form", ref = "UploadForm"))
            })
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
                            examples = @ExampleObject(name = "queued", ref = "QueuedRun")))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "403", ref = "FileForbidden")
    @APIResponse(responseCode = "404", ref = "FileNotFound")
    @APIResponse(responseCode = "413", ref = "PayloadTooLarge")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    @APIResponse(responseCode = "422", ref = "IdempotencyKeyReused")
    @APIResponse(responseCode = "429", ref = "QueueFull")
    public Response submit(
            @Parameter(
                            description =
                                    "By what the request is known: sent again with the same key, it is still one run."
                                            + " Keys are the same for all callers, and are kept as long as their runs.",
                            name = RequestKey.HEADER,
                            in = ParameterIn.HEADER,
                            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 255))
                    @Context
                    HttpHeaders headers,
            @Parameter(description = "Who asks for it, for the audit.") @RestHeader(Actor.HEADER) String actor,
            @BeanParam UploadParameters parameters,
            InputStream body)
            throws IOException {
        Actor who = caller.actor(actor);
        Optional<String> key = RequestKey.read(headers);
        String contentType = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        Optional<UploadType> type = UploadType.of(contentType);
        if (type.isPresent()) {
            UploadedRuns.Upload upload = new UploadedRuns.Upload(type.get(), headers, parameters, key, who);
            return RunAccepted.response(uploads.submit(upload, body), config);
        }
        parameters.requireNone();
        RunSubmission submission =
                StrictJson.read(body, contentType, RunSubmission.class).orElse(RunSubmission.DEFAULT);
        submission.requireValid();
        submission.requireAllowed(caller);
        return RunAccepted.response(submit(submission, key, who), config);
    }

    private Submitted submit(RunSubmission submission, Optional<String> keyValue, Actor actor) {
        Optional<RequestKey> key =
                keyValue.map(value -> RequestKey.of(value, submission.meaning("path", submission.path())));
        // Before the file is looked for: of a request that is repeated it may be gone.
        return key.flatMap(runs::earlier).orElseGet(() -> submitNew(submission, key, actor));
    }

    private Submitted submitNew(RunSubmission submission, Optional<RequestKey> key, Actor actor) {
        InputFile file = submission.path() == null ? files.defaultFile() : files.resolve(submission.path());
        RunRequest request = submission.request(RunTrigger.API, actor, file.name(), file.path(), file.sizeBytes());
        Submitted submitted = runs.submit(request, key);
        if (!submitted.repeated()) {
            LOG.infof("%s was submitted over HTTP, %d bytes", submitted.run().label(), file.sizeBytes());
        }
        return submitted;
    }
}
