package telco.usage.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * A part of the usage by day and event type.
 *
 * @param asOf when the warehouse last changed
 * @param version which state of it this is
 * @param nextPageToken null on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DailyPage(Instant asOf, long version, List<DailyRow> rows, String nextPageToken) {}
