package telco.usage.run;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
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
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import telco.usage.access.Roles;
import telco.usage.caching.KnownTags;
import telco.usage.paging.PageQuery;
import telco.usage.paging.Paging;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;
import telco.usage.request.EnumParameter;

/** Runs over HTTP: look at one, list them. */
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
public final class RunResource {

    private static final String KNOWN = "The ETag of an earlier answer: 304 when the run is still the same.";

    private final Runs runs;
    private final WaitingRequests waiting;
    private final RunConfig config;

    RunResource(Runs runs, WaitingRequests waiting, RunConfig config) {
        this.runs = runs;
        this.waiting = waiting;
        this.config = config;
    }

    /** How long to wait before asking again: a run does not change faster than its worker writes it down. */
    static Duration pollInterval(RunConfig config) {
        Duration second = Duration.ofSeconds(1);
        return config.heartbeatInterval().compareTo(second) < 0 ? second : config.heartbeatInterval();
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(operationId = "listRuns", summary = "List runs, newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page of runs.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RunPage.class),
                            examples = @ExampleObject(name = "page", ref = "RunPage")))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    public RunPage list(
            @Parameter(description = "Only runs in this state.", schema = @Schema(implementation = RunState.class))
                    @RestQuery
                    String state,
            @Parameter(
                            description = "Only runs that came through this door.",
                            schema = @Schema(implementation = RunTrigger.class))
                    @RestQuery
                    String trigger,
            @BeanParam PageQuery page) {
        Paging paging = page.paging();
        Integer before = paging.after() == null ? null : (int) Math.min(paging.after(), Integer.MAX_VALUE);
        List<Run> fetched = runs.list(new Runs.Selection(
                EnumParameter.read(RunState.class, "state", state),
                EnumParameter.read(RunTrigger.class, "trigger", trigger),
                before,
                paging.fetch()));
        return new RunPage(paging.page(fetched), paging.nextToken(fetched, Run::id));
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/{id}")
    @Blocking
    @Operation(
            operationId = "getRun",
            summary = "Look at a run",
            description =
                    "200 in every state: a run that is done has not always succeeded. With `wait` the answer comes when the run"
                            + " is done or, with If-None-Match, when it is not as that says any more, done or not; at the latest when the"
                            + " time is over, with the run as it is then. `If-None-Match: *` fits every run and so waits for nothing. When"
                            + " too many wait already, the answer comes at once.")
    @APIResponse(
            responseCode = "200",
            description = "The run as it stands.",
            headers = @Header(name = "ETag", ref = "RunETag"),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Run.class),
                            examples = {
                                @ExampleObject(name = "succeeded", ref = "SucceededRun"),
                                @ExampleObject(name = "failed", ref = "FailedRun")
                            }))
    @APIResponse(responseCode = "304", ref = "RunNotModified")
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "404", ref = "RunNotFound")
    public CompletionStage<RestResponse<byte[]>> get(
            @Parameter(description = "The run's id.", schema = @Schema(type = SchemaType.INTEGER)) @RestPath String id,
            @BeanParam WaitQuery wait,
            @Parameter(description = KNOWN, schema = @Schema(type = SchemaType.STRING))
                    @RestHeader(HttpHeaders.IF_NONE_MATCH)
                    List<String> ifNoneMatch) {
        KnownTags known = KnownTags.of(ifNoneMatch);
        return waiting.answer(
                id,
                wait.longest(),
                run -> known.areNone() ? run.run().done() : known.areAny() || !known.have(run.tag()),
                run -> run.response(known));
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/{id}/result")
    @Blocking
    @Operation(
            operationId = "getResult",
            summary = "Look at a run that is done",
            description =
                    "404 until it is, then 200 whatever the outcome. With `wait` the answer comes when the run is done, at the"
                            + " latest when the time is over; with If-None-Match and the ETag of the run that is done, when that has changed"
                            + " again, as by a revert, and 304 when the time is over. `If-None-Match: *` waits only until the run is done."
                            + " When too many wait already, the answer comes at once.")
    @APIResponse(
            responseCode = "200",
            description = "The run in its final state.",
            headers = @Header(name = "ETag", ref = "RunETag"),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Run.class),
                            examples = {
                                @ExampleObject(name = "succeeded", ref = "SucceededRun"),
                                @ExampleObject(name = "failed", ref = "FailedRun")
                            }))
    @APIResponse(responseCode = "304", ref = "RunNotModified")
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "404", ref = "ResultNotFound")
    public CompletionStage<RestResponse<byte[]>> result(
            @Parameter(description = "The run's id.", schema = @Schema(type = SchemaType.INTEGER)) @RestPath String id,
            @BeanParam WaitQuery wait,
            @Parameter(description = KNOWN, schema = @Schema(type = SchemaType.STRING))
                    @RestHeader(HttpHeaders.IF_NONE_MATCH)
                    List<String> ifNoneMatch) {
        KnownTags known = KnownTags.of(ifNoneMatch);
        return waiting.answer(
                id,
                wait.longest(),
                run -> run.run().done() && (known.areAny() || !known.have(run.tag())),
                run -> requireDone(run).response(known));
    }

    private AnsweredRun requireDone(AnsweredRun answered) {
        Run run = answered.run();
        if (!run.done()) {
            throw new ProblemException(
                            ProblemCode.RUN_NOT_DONE, run.label() + " is " + run.state() + ": ask again later.")
                    .about(run.id())
                    .retryAfter(pollInterval(config));
        }
        return answered;
    }
}
