package telco.usage.analytics;

import java.time.LocalDate;
import java.time.YearMonth;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import telco.usage.problem.ProblemException;

/** The query parameters of reports by day. */
public final class DayQuery {

    @Parameter(
            description =
                    "Only the days of this calendar month, as in 2016-03, in UTC: at its ends that is not the billing month, which"
                            + " goes by the local time of an event.",
            schema = @Schema(type = SchemaType.STRING, pattern = Parameters.MONTH))
    @RestQuery
    public String month;

    @Parameter(
            description = "Only this day and later ones, in UTC.",
            schema = @Schema(type = SchemaType.STRING, format = "date"))
    @RestQuery
    public String from;

    @Parameter(
            description = "Only this day and earlier ones, in UTC.",
            schema = @Schema(type = SchemaType.STRING, format = "date"))
    @RestQuery
    public String to;

    @Parameter(description = "Only this event type, spelled exactly like this.")
    @RestQuery
    public String type;

    /** Of the other reports: left unread, it would give all plans to whoever asks for one. */
    @Parameter(hidden = true)
    @RestQuery
    public String plan;

    /** @throws ProblemException INVALID_REQUEST that names the parameter */
    DaySelection selection() {
        if (plan != null) {
            throw ProblemException.invalid(
                    "plan",
                    "is not known here: days are not counted by plan. Ask /analytics/monthly-trends?plan= for the months"
                            + " of a plan, or /analytics/usage-distribution?month= for the plans of a month");
        }
        LocalDate first = Parameters.day("from", from);
        LocalDate last = Parameters.day("to", to);
        if (first != null && last != null && last.isBefore(first)) {
            throw ProblemException.invalid("to", "must not be before from");
        }
        DaySelection days = new DaySelection(first, last, Parameters.type(type));
        return month == null ? days : days.within(YearMonth.parse(Parameters.month(month)));
    }
}
