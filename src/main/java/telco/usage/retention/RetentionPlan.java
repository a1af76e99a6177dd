package telco.usage.retention;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import telco.usage.jdbc.Sql;
import telco.usage.warehouse.UsageDays;

/** What retention would remove now. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What retention would remove now.")
record RetentionPlan(
        @Schema(description = "ENABLE_RETENTION_POLICY. When false, nothing is removed whatever the plan says.")
        boolean enabled,

        @Schema(description = "For which period: RETENTION_PERIOD_MONTHS, or the one that was asked for.")
        int periodMonths,

        @Schema(description = "What is older goes.") Instant keepFrom,
        @Schema(description = "How many rows go.") long rows,
        @Schema(description = "How many rows there are.") long totalRows,

        @Schema(description = "rows / totalRows, 0 to 1, rounded to four digits.")
        BigDecimal shareOfRows,

        @Schema(
                description =
                        "What the tables of the days that go as a whole have on disk, indexes included. The boundary"
                                + " day frees nothing: its table stays.")
        long bytes,

        @Schema(description = "How many UTC days go as a whole.")
        long days,

        @Schema(description = "The UTC day that keepFrom cuts: of it the rows before keepFrom go.")
        BoundaryDay boundaryDay,

        @Schema(description = "The same by billing month; a day with rows of two months counts in both.")
        List<Month> months,

        @Schema(
                description =
                        "True when more than half of the rows would go by a period that is shorter than the one in force: then"
                                + " nothing is removed until somebody confirms it.")
        boolean confirmationNeeded,

        @Schema(description = "The period by which is removed.")
        InForce inForce,

        @Schema(description = "How the last retention went.")
        LastRun lastRun) {

    /** A day of which a part goes. */
    record BoundaryDay(LocalDate day, long rows) {}

    /** What goes of one billing month. */
    record Month(String month, long rows, long bytes, long days) {}

    /** The period in force. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record InForce(
            @Schema(description = "Left out while everything is kept.")
            Integer periodMonths,

            @Schema(description = "Who agreed to it; left out when nobody had to.")
            String confirmedBy,

            Instant confirmedAt) {}

    /** How the last retention went. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LastRun(
            @Schema(description = "When it happened last, also behind a load; left out when it never did.")
            Instant succeededAt,

            @Schema(description = "When it failed since; left out when it did not.")
            Instant failedAt,

            @Schema(description = "Why.") String failure) {}

    /**
     * Counts what would go.
     *
     * @param enabled whether retention is on
     */
    static RetentionPlan of(Connection connection, boolean enabled, Cut cut) throws SQLException {
        List<LocalDate> wholeDays = UsageDays.existing(connection).stream()
                .filter(day -> day.isBefore(cut.boundaryDay()))
                .toList();
        List<Departure> ofBoundaryDay = Departure.ofBoundaryDay(connection, cut.keepFrom());
        List<Departure> departures = new ArrayList<>(Departure.ofWholeDays(connection, wholeDays));
        departures.addAll(ofBoundaryDay);
        long rows = Departure.rows(departures);
        long totalRows = totalRows(connection);
        RetentionState state = RetentionState.read(connection);
        return new RetentionPlan(
                enabled,
                cut.periodMonths(),
                cut.keepFrom(),
                rows,
                totalRows,
                share(rows, totalRows),
                departures.stream().mapToLong(Departure::bytes).sum(),
                wholeDays.size(),
                new BoundaryDay(cut.boundaryDay(), Departure.rows(ofBoundaryDay)),
                byMonth(departures),
                state.isShortenedBy(cut.periodMonths()) && rows > totalRows - rows,
                new InForce(state.periodMonths(), state.confirmedBy(), state.confirmedAt()),
                new LastRun(state.lastSuccessAt(), state.lastFailureAt(), state.lastFailure()));
    }

    private static long totalRows(Connection connection) throws SQLException {
        return Sql.of("select coalesce(sum(event_count), 0)::bigint as event_count from ingest.usage_by_month")
                .one(connection, row -> row.getLong("event_count"));
    }

    private static BigDecimal share(long rows, long totalRows) {
        return totalRows == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(rows).divide(BigDecimal.valueOf(totalRows), 4, RoundingMode.HALF_EVEN);
    }

    private static List<Month> byMonth(List<Departure> departures) {
        Map<String, List<Departure>> months =
                departures.stream().collect(Collectors.groupingBy(Departure::month, TreeMap::new, Collectors.toList()));
        return months.entrySet().stream()
                .map(month -> new Month(
                        month.getKey(),
                        Departure.rows(month.getValue()),
                        month.getValue().stream().mapToLong(Departure::bytes).sum(),
                        month.getValue().stream().filter(Departure::wholeDay).count()))
                .toList();
    }
}
