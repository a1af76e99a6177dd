package telco.usage.run;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import telco.usage.access.Roles;
import telco.usage.paging.PageQuery;
import telco.usage.paging.Paging;
import telco.usage.problem.EnumParameter;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

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

    private final Runs runs;
    private final RunFinder finder;
    private final RunConfig config;

    RunResource(Runs runs, RunFinder finder, RunConfig config) {
        this.runs = runs;
        this.finder = finder;
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
    @Operation(
            operationId = "getRun",
            summary = "Look at a run",
            description = "200 in every state: a run that is done has not always succeeded.")
    @APIResponse(
            responseCode = "200",
            description = "The run as it stands.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Run.class),
                            examples = {
                                @ExampleObject(name = "succeeded", ref = "SucceededRun"),
                                @ExampleObject(name = "failed", ref = "FailedRun")
                            }))
    @APIResponse(responseCode = "404", ref = "RunNotFound")
    public Run get(
            @Parameter(description = "The run's id.", schema = @Schema(type = SchemaType.INTEGER)) @RestPath
                    String id) {
        return finder.find(id);
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/{id}/result")
    @Operation(
            operationId = "getResult",
            summary = "Look at a run that is done",
            description = "404 until it is, then 200 whatever the outcome.")
    @APIResponse(
            responseCode = "200",
            description = "The run in its final state.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Run.class),
                            examples = {
                                @ExampleObject(name = "succeeded", ref = "SucceededRun"),
                                @ExampleObject(name = "failed", ref = "FailedRun")
                            }))
    @APIResponse(responseCode = "404", ref = "ResultNotFound")
    public Response result(
            @Parameter(description = "The run's id.", schema = @Schema(type = SchemaType.INTEGER)) @RestPath
                    String id) {
        Run run = finder.find(id);
        if (!run.done()) {
            throw new ProblemException(
                            ProblemCode.RUN_NOT_DONE, run.label() + " is " + run.state() + ": ask again later.")
                    .about(run.id())
                    .retryAfter(pollInterval(config));
        }
        return Response.ok(run).build();
    }
}
