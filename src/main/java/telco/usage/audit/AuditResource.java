package telco.usage.audit;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
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

/** The audit over HTTP: who did what. */
@Singleton
@Path("/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "406", ref = "NotAcceptable")
@APIResponse(responseCode = "500", ref = "InternalError")
@APIResponse(responseCode = "503", ref = "DatabaseUnavailable")
@APIResponse(responseCode = "default", ref = "OtherProblem")
public final class AuditResource {

    private final AuditLog audit;

    AuditResource(AuditLog audit) {
        this.audit = audit;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(operationId = "listAudit", summary = "List who did what, newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page of entries.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AuditPage.class),
                            examples = @ExampleObject(name = "page", ref = "AuditPage")))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    public AuditPage list(
            @Parameter(description = "Only acts of this kind.", schema = @Schema(implementation = AuditAction.class))
                    @RestQuery
                    String action,
            @Parameter(
                            description = "Only acts about this run.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"))
                    @RestQuery
                    String runId,
            @BeanParam PageQuery page) {
        Paging paging = page.paging();
        List<AuditEntry> fetched = audit.list(new AuditLog.Selection(
                EnumParameter.read(AuditAction.class, "action", action), runId(runId), paging.after(), paging.fetch()));
        return new AuditPage(paging.page(fetched), paging.nextToken(fetched, AuditEntry::id));
    }

    private static Integer runId(String text) {
        if (text == null) {
            return null;
        }
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw ProblemException.invalid("runId", "must be the id of a run");
        }
        return Integer.valueOf(text);
    }
}
