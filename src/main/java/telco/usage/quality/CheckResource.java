package telco.usage.quality;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import telco.usage.access.Roles;
import telco.usage.paging.PageQuery;
import telco.usage.paging.Paging;
import telco.usage.problem.ProblemException;
import telco.usage.request.EnumParameter;
import telco.usage.run.CheckOutcome;

/** The history of checks over HTTP: how often one has found something, and since when. */
@Singleton
@Path("/quality")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Quality")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "406", ref = "NotAcceptable")
@APIResponse(responseCode = "500", ref = "InternalError")
@APIResponse(responseCode = "503", ref = "DatabaseUnavailable")
@APIResponse(responseCode = "default", ref = "OtherProblem")
public final class CheckResource {

    private static final String TIME = "A day (2016-03-01, UTC) or a time (2016-03-01T06:00:00Z).";

    private final CheckHistory history;

    CheckResource(CheckHistory history) {
        this.history = history;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            operationId = "listChecks",
            summary = "List what the checks of all runs came to, newest first",
            description = "Those that were passed too. `GET /runs/{id}` has those of one run, and what was found.")
    @APIResponse(
            responseCode = "200",
            description = "A page of results.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CheckPage.class),
                            examples = @ExampleObject(name = "page", ref = "CheckPage")))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    public CheckPage list(
            @Parameter(description = "Only this check, by its name.") @RestQuery String check,
            @Parameter(description = "Only results like this.", schema = @Schema(implementation = CheckOutcome.class))
                    @RestQuery
                    String outcome,
            @Parameter(description = "Only checks made then or later. " + TIME) @RestQuery String from,
            @Parameter(description = "Only checks made before. A day counts as a whole. " + TIME) @RestQuery String to,
            @BeanParam PageQuery page) {
        Paging paging = page.paging();
        List<CheckRecord> fetched = history.list(new CheckHistory.Selection(
                check,
                EnumParameter.read(CheckOutcome.class, "outcome", outcome),
                time("from", from, 0),
                time("to", to, 1),
                paging.after(),
                paging.fetch()));
        return new CheckPage(paging.page(fetched), paging.nextToken(fetched, CheckRecord::id));
    }

    /** @param daysAfter how many days behind a day's beginning is meant when only the day is named */
    private static Instant time(String parameter, String text, int daysAfter) {
        if (text == null) {
            return null;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text)
                            .plusDays(daysAfter)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw ProblemException.invalid(
                    parameter, "must be a day like 2016-03-01 or a time like 2016-03-01T06:00:00Z");
        }
    }
}
