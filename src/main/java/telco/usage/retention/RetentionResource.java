package telco.usage.retention;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
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
import org.jboss.resteasy.reactive.RestQuery;
import telco.usage.access.Roles;
import telco.usage.audit.Actor;
import telco.usage.audit.Caller;
import telco.usage.jdbc.Database;
import telco.usage.paging.PageQuery;
import telco.usage.paging.Paging;
import telco.usage.problem.ProblemException;
import telco.usage.request.StrictJson;
import telco.usage.warehouse.RetentionPolicy;

/** Retention over HTTP: what would go, what went, and yes to a period by which much goes. */
@Singleton
@Path("/retention")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Retention")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "406", ref = "NotAcceptable")
@APIResponse(responseCode = "500", ref = "InternalError")
@APIResponse(responseCode = "503", ref = "DatabaseUnavailable")
@APIResponse(responseCode = "default", ref = "OtherProblem")
public final class RetentionResource {

    private final RetentionPlans plans;
    private final Database database;
    private final Caller caller;

    RetentionResource(RetentionPlans plans, Database database, Caller caller) {
        this.plans = plans;
        this.database = database;
        this.caller = caller;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/plan")
    @Operation(
            operationId = "getRetentionPlan",
            summary = "Show what retention would remove now",
            description =
                    "Counted at this moment, exactly. Also while retention is off: then the plan for the period that is set.")
    @APIResponse(
            responseCode = "200",
            description = "The plan.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RetentionPlan.class),
                            examples = @ExampleObject(name = "plan", ref = "RetentionPlan")))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    public RetentionPlan plan(
            @Parameter(
                            description = "What if: the plan as if RETENTION_PERIOD_MONTHS were this.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1200"))
                    @RestQuery
                    String periodMonths) {
        return periodMonths == null ? plans.present() : plans.of(months(periodMonths));
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/records")
    @Operation(
            operationId = "listRetentionRecords",
            summary = "List what retention has removed, newest first",
            description = "Written in the transaction that removes it; the database refuses to change or delete it.")
    @APIResponse(
            responseCode = "200",
            description = "A page of records.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RetentionRecordPage.class),
                            examples = @ExampleObject(name = "page", ref = "RetentionRecordPage")))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    public RetentionRecordPage records(
            @Parameter(
                            description = "Only rows of this billing month.",
                            schema = @Schema(type = SchemaType.STRING, pattern = "[0-9]{4}-[0-9]{2}"))
                    @RestQuery
                    String month,
            @BeanParam PageQuery page) {
        if (month != null && !month.matches("[0-9]{4}-(0[1-9]|1[0-2])")) {
            throw ProblemException.invalid("month", "must be a month like 2016-03");
        }
        Paging paging = page.paging();
        List<RetentionRecord> fetched =
                database.withConnection(connection -> RetentionRecords.list(connection, month, paging));
        return new RetentionRecordPage(paging.page(fetched), paging.nextToken(fetched, RetentionRecord::id));
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Path("/confirm")
    @Operation(
            operationId = "confirmRetention",
            summary = "Confirm a period by which more than half of the rows go",
            description =
                    "Needed when `confirmationNeeded` of the plan is true. The rows go within a minute or so; with"
                            + " RETENTION_INTERVAL=0s behind the next load.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ConfirmRequest.class),
                            examples = @ExampleObject(name = "confirm", ref = "ConfirmRetention")))
    @APIResponse(
            responseCode = "200",
            description = "The plan, which nobody has to confirm any more.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RetentionPlan.class),
                            examples = @ExampleObject(name = "confirmed", ref = "ConfirmedRetentionPlan")))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "409", ref = "StateConflict")
    @APIResponse(responseCode = "413", ref = "PayloadTooLarge")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    public RetentionPlan confirm(
            @Parameter(hidden = true) @RestHeader(HttpHeaders.CONTENT_TYPE) String contentType,
            @Parameter(description = "Who asks for it, for the audit.") @RestHeader(Actor.HEADER) String actor,
            InputStream body)
            throws IOException {
        ConfirmRequest request =
                StrictJson.read(body, contentType, ConfirmRequest.class).orElse(ConfirmRequest.EMPTY);
        int months = request.requirePeriodMonths();
        return plans.confirm(months, caller.actor(actor), request.requireWhy());
    }

    private static int months(String text) {
        int months = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (months < 1 || months > RetentionPolicy.MOST_MONTHS) {
            throw ProblemException.invalid(
                    "periodMonths", "must be a whole number from 1 to " + RetentionPolicy.MOST_MONTHS);
        }
        return months;
    }
}
