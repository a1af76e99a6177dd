package telco.usage.analytics;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
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
import org.jboss.resteasy.reactive.RestResponse;
import telco.usage.access.Roles;
import telco.usage.paging.PageQuery;

/** The analysts' views over HTTP, each as JSON in pages and as a whole as CSV. */
@Singleton
@Path("/analytics")
@Tag(name = "Analytics")
@APIResponse(responseCode = "304", ref = "NotModified")
@APIResponse(responseCode = "400", ref = "InvalidRequest")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "406", ref = "NotAcceptable")
@APIResponse(responseCode = "500", ref = "InternalError")
@APIResponse(responseCode = "503", ref = "DatabaseUnavailable")
@APIResponse(responseCode = "default", ref = "OtherProblem")
public final class AnalyticsResource {

    private static final String BOTH_FORMS =
            " As JSON page by page: pages with the same `version` fit together. As text/csv"
                    + " all rows, with a header; a text that a spreadsheet would run as a formula begins with an apostrophe there."
                    + " The ETag changes when the warehouse does.";

    private static final String KNOWN = "The ETag of an earlier answer: 304 when nothing has changed since.";

    private final Answers answers;

    AnalyticsResource(Answers answers) {
        this.answers = answers;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/usage-distribution")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "usageDistribution",
            summary = "Usage by event type and rate plan",
            description =
                    "Of all that is in the warehouse, or of one billing month. Ordered by type and plan, usage without a"
                            + " plan last." + BOTH_FORMS)
    @APIResponse(
            responseCode = "200",
            description = "A page of rows, or all of them.",
            headers = {
                @Header(name = "ETag", ref = "ETag"),
                @Header(name = HttpHeaders.CONTENT_DISPOSITION, ref = "ContentDisposition")
            },
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = DistributionPage.class),
                        examples = @ExampleObject(name = "page", ref = "DistributionPage")),
                @Content(
                        mediaType = Answers.CSV,
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "table", ref = "DistributionTable"))
            })
    public RestResponse<DistributionPage> distribution(
            @BeanParam UsageQuery usage,
            @BeanParam PageQuery page,
            @Parameter(description = KNOWN, schema = @Schema(type = SchemaType.STRING))
                    @RestHeader(HttpHeaders.IF_NONE_MATCH)
                    List<String> known) {
        return answers.json(new UsageDistribution(usage.selection()), page.paging(), known, DistributionPage::new);
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/usage-distribution")
    @Produces(Answers.CSV + ";qs=0.9")
    @Operation(hidden = true)
    public RestResponse<byte[]> distributionTable(
            @BeanParam UsageQuery usage, @RestHeader(HttpHeaders.IF_NONE_MATCH) List<String> known) {
        return answers.csv(new UsageDistribution(usage.selection()), known, "usage-distribution.csv");
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/monthly-trends")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "monthlyTrends",
            summary = "Usage by billing month and event type",
            description = "Of all rate plans, or of one. Ordered by month and type." + BOTH_FORMS)
    @APIResponse(
            responseCode = "200",
            description = "A page of rows, or all of them.",
            headers = {
                @Header(name = "ETag", ref = "ETag"),
                @Header(name = HttpHeaders.CONTENT_DISPOSITION, ref = "ContentDisposition")
            },
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = TrendPage.class),
                        examples = @ExampleObject(name = "page", ref = "TrendPage")),
                @Content(
                        mediaType = Answers.CSV,
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "table", ref = "TrendTable"))
            })
    public RestResponse<TrendPage> trends(
            @BeanParam UsageQuery usage,
            @BeanParam PageQuery page,
            @Parameter(description = KNOWN, schema = @Schema(type = SchemaType.STRING))
                    @RestHeader(HttpHeaders.IF_NONE_MATCH)
                    List<String> known) {
        return answers.json(new MonthlyTrends(usage.selection()), page.paging(), known, TrendPage::new);
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/monthly-trends")
    @Produces(Answers.CSV + ";qs=0.9")
    @Operation(hidden = true)
    public RestResponse<byte[]> trendTable(
            @BeanParam UsageQuery usage, @RestHeader(HttpHeaders.IF_NONE_MATCH) List<String> known) {
        return answers.csv(new MonthlyTrends(usage.selection()), known, "monthly-trends.csv");
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/daily")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "dailyUsage",
            summary = "Usage by day and event type",
            description = "The days are those of UTC. They are not counted by rate plan. Ordered by day and type."
                    + BOTH_FORMS)
    @APIResponse(
            responseCode = "200",
            description = "A page of rows, or all of them.",
            headers = {
                @Header(name = "ETag", ref = "ETag"),
                @Header(name = HttpHeaders.CONTENT_DISPOSITION, ref = "ContentDisposition")
            },
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = DailyPage.class),
                        examples = @ExampleObject(name = "page", ref = "DailyPage")),
                @Content(
                        mediaType = Answers.CSV,
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "table", ref = "DailyTable"))
            })
    public RestResponse<DailyPage> daily(
            @BeanParam DayQuery days,
            @BeanParam PageQuery page,
            @Parameter(description = KNOWN, schema = @Schema(type = SchemaType.STRING))
                    @RestHeader(HttpHeaders.IF_NONE_MATCH)
                    List<String> known) {
        return answers.json(new DailyUsage(days.selection()), page.paging(), known, DailyPage::new);
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/daily")
    @Produces(Answers.CSV + ";qs=0.9")
    @Operation(hidden = true)
    public RestResponse<byte[]> dailyTable(
            @BeanParam DayQuery days, @RestHeader(HttpHeaders.IF_NONE_MATCH) List<String> known) {
        return answers.csv(new DailyUsage(days.selection()), known, "daily-usage.csv");
    }
}
