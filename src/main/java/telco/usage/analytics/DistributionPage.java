package telco.usage.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * A part of the usage by event type and rate plan.
 *
 * @param asOf when the warehouse last changed
 * @param version which state of it this is
 * @param nextPageToken null on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DistributionPage(Instant asOf, long version, List<DistributionRow> rows, String nextPageToken) {}
