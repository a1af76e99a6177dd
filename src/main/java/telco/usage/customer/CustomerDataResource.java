package telco.usage.customer;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
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
import telco.usage.access.Roles;
import telco.usage.audit.Actor;
import telco.usage.audit.Caller;

/** Customers over HTTP: what the database has of one. */
@Singleton
@Path("/customers")
@Produces("text/csv")
@Tag(name = "Customers")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "406", ref = "NotAcceptable")
@APIResponse(responseCode = "500", ref = "InternalError")
@APIResponse(responseCode = "503", ref = "DatabaseUnavailable")
@APIResponse(responseCode = "default", ref = "OtherProblem")
public final class CustomerDataResource {

    private static final String CSV = "text/csv; charset=UTF-8";

    private final CustomerData data;
    private final Caller caller;

    CustomerDataResource(CustomerData data, Caller caller) {
        this.data = data;
        this.caller = caller;
    }

    @GET
    @RolesAllowed(Roles.ADMIN)
    @Path("/{id}/usage")
    @Operation(
            operationId = "readCustomerUsage",
            summary = "Read the events of a customer",
            description =
                    "By time, with the nine columns of a usage file; times are UTC, charges have the eight decimals that are"
                            + " stored. A text that a spreadsheet would take for a formula has an apostrophe in front. Reading"
                            + " is audited.")
    @APIResponse(
            responseCode = "200",
            description = "A header, and one line for each event.",
            headers = @Header(name = HttpHeaders.CONTENT_DISPOSITION, ref = "ContentDisposition"),
            content =
                    @Content(
                            mediaType = "text/csv",
                            schema = @Schema(type = SchemaType.STRING),
                            examples = @ExampleObject(name = "events", ref = "CustomerUsage")))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    public Response usage(
            @Parameter(description = "The customer's number.", schema = @Schema(type = SchemaType.INTEGER)) @RestPath
                    String id,
            @Parameter(description = "Who asks for it, for the audit.") @RestHeader(Actor.HEADER) String actor) {
        CustomerId customer = CustomerId.of(id);
        data.auditEvents(customer, caller.actor(actor));
        return attachment("usage", out -> data.writeEvents(customer, out));
    }

    @GET
    @RolesAllowed(Roles.ADMIN)
    @Path("/{id}/rejects")
    @Operation(
            operationId = "readCustomerRejects",
            summary = "Read the rejects of a customer",
            description =
                    "The stored records that were kept aside and are the customer's, by run and record; of one that no customer can be"
                            + " read from, any field that is the number counts. A record that a spreadsheet would take for a"
                            + " formula has an apostrophe in front. Reading is audited.")
    @APIResponse(
            responseCode = "200",
            description = "A header, and one line for each record.",
            headers = @Header(name = HttpHeaders.CONTENT_DISPOSITION, ref = "ContentDisposition"),
            content =
                    @Content(
                            mediaType = "text/csv",
                            schema = @Schema(type = SchemaType.STRING),
                            examples = @ExampleObject(name = "rejects", ref = "CustomerRejects")))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    public Response rejects(
            @Parameter(description = "The customer's number.", schema = @Schema(type = SchemaType.INTEGER)) @RestPath
                    String id,
            @Parameter(description = "Who asks for it, for the audit.") @RestHeader(Actor.HEADER) String actor) {
        List<CustomerRejects.Key> keys = data.auditRejects(CustomerId.of(id), caller.actor(actor));
        return attachment("rejects", out -> data.writeRejects(keys, out));
    }

    /** The file's name does not name the customer: it is what browsers, proxies and mails keep. */
    private static Response attachment(String what, StreamingOutput content) {
        return Response.ok(content, CSV)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"customer-" + what + ".csv\"")
                .build();
    }
}
