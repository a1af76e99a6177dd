package telco.usage.retention;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What retention has removed of one UTC day and one billing month. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What retention has removed of one UTC day and one billing month. Never changed, never deleted.")
record RetentionRecord(
        long id,
        @Schema(description = "When, UTC.") Instant removedAt,

        @Schema(description = "The run behind which it happened; left out when retention went by itself.")
        Integer runId,

        @Schema(description = "Everything older than this went.")
        Instant keepFrom,

        @Schema(description = "The period then.") int periodMonths,
        @Schema(description = "The UTC day.") LocalDate day,
        @Schema(description = "The billing month.") String month,
        @Schema(description = "How many rows went.") long rows,

        @Schema(
                description =
                        "What the day's table had on disk, with the billing month that had most of its rows; 0 when the"
                                + " table stays.")
        long bytes,

        @Schema(description = "True when the day went as a whole, with its table.")
        boolean dropped) {}
