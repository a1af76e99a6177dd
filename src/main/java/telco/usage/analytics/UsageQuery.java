package telco.usage.analytics;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import telco.usage.problem.ProblemException;

/** The query parameters of reports by billing month and rate plan. */
public final class UsageQuery {

    @Parameter(
            description = "Only this billing month, as in 2016-03: that of the local time of an event.",
            schema = @Schema(type = SchemaType.STRING, pattern = Parameters.MONTH))
    @RestQuery
    public String month;

    @Parameter(description = "Only this event type, spelled exactly like this.")
    @RestQuery
    public String type;

    @Parameter(
            description = "Only this rate plan; `none` is usage without a plan.",
            schema = @Schema(type = SchemaType.STRING, pattern = "^(-?[0-9]+|none)$"))
    @RestQuery
    public String plan;

    /** @throws ProblemException INVALID_REQUEST that names the parameter */
    UsageSelection selection() {
        return new UsageSelection(Parameters.month(month), Parameters.type(type), PlanSelection.of(plan));
    }
}
