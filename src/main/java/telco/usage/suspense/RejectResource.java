package telco.usage.suspense;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
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
import telco.usage.request.EnumParameter;
import telco.usage.run.RejectReason;
import telco.usage.run.RejectState;
import telco.usage.run.RunFinder;

/** The rejects of a run over HTTP: to look at, page by page, or to mend and submit again. */
@Singleton
@Path("/runs")
@Tag(name = "Runs")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "406", ref = "NotAcceptable")
@APIResponse(responseCode = "500", ref = "InternalError")
@APIResponse(responseCode = "503", ref = "DatabaseUnavailable")
@APIResponse(responseCode = "default", ref = "OtherProblem")
public final class RejectResource {

    private final RunFinder finder;
    private final Rejects rejects;

    RejectResource(RunFinder finder, Rejects rejects) {
        this.finder = finder;
        this.rejects = rejects;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/{id}/rejects")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listRejects",
            summary = "Look at what a run kept aside",
            description =
                    "As JSON page by page, in the order of the file, with all of them counted. As text/csv the untouched"
                            + " records, ready to be corrected and replayed; one that was too long to be kept whole is left out"
                            + " there. They are the provider's bytes, formulas included: for a spreadsheet ask for text/csv"
                            + " with form=TABLE, in which such a text begins with an apostrophe.")
    @Parameter(
            name = "form",
            in = ParameterIn.QUERY,
            description =
                    "Of text/csv: RECORDS, to be loaded again, or TABLE, for people. RECORDS when it is left out.",
            schema = @Schema(implementation = RejectForm.class))
    @APIResponse(
            responseCode = "200",
            description = "A page of rejects, or all records.",
            headers = @Header(name = HttpHeaders.CONTENT_DISPOSITION, ref = "ContentDisposition"),
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = RejectPage.class),
                        examples = @ExampleObject(name = "page", ref = "RejectPage")),
                @Content(
                        mediaType = "text/csv",
                        schema = @Schema(type = SchemaType.STRING),
                        examples = {
                            @ExampleObject(name = "records", ref = "RejectRecords"),
                            @ExampleObject(name = "table", ref = "RejectTable")
                        })
            })
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "404", ref = "RunNotFound")
    public RejectPage list(
            @Parameter(description = "The run's id.", schema = @Schema(type = SchemaType.INTEGER)) @RestPath String id,
            @Parameter(
                            description = "Only rejects in this state.",
                            schema = @Schema(implementation = RejectState.class))
                    @RestQuery
                    String state,
            @Parameter(
                            description = "Only rejects with this reason.",
                            schema = @Schema(implementation = RejectReason.class))
                    @RestQuery
                    String reason,
            @BeanParam PageQuery page) {
        Paging paging = page.paging();
        long after = paging.after() == null ? 0 : paging.after();
        RejectSelection selection = RejectSelection.of(state, reason);
        int runId = finder.find(id).id();
        List<Reject> fetched = rejects.list(runId, selection, after, paging.fetch());
        return new RejectPage(
                rejects.totals(runId), paging.page(fetched), paging.nextToken(fetched, Reject::recordNumber));
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/{id}/rejects")
    @Produces("text/csv;qs=0.9")
    @Operation(hidden = true)
    public Response records(
            @RestPath String id, @RestQuery String state, @RestQuery String reason, @RestQuery String form) {
        RejectSelection selection = RejectSelection.of(state, reason);
        boolean table = EnumParameter.read(RejectForm.class, "form", form) == RejectForm.TABLE;
        int runId = finder.find(id).id();
        return table
                ? csv(
                        out -> rejects.writeTable(runId, selection, out),
                        "text/csv; charset=UTF-8",
                        runId + "-rejects-table")
                : csv(out -> rejects.write(runId, selection, out), "text/csv", runId + "-rejects");
    }

    private static Response csv(StreamingOutput content, String type, String name) {
        return Response.ok(content, type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"run-" + name + ".csv\"")
                .build();
    }
}
