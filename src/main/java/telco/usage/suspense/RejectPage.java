package telco.usage.suspense;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Some rejects of a run in the order of the file.
 *
 * @param totals all rejects of the run, counted, whatever the page is limited to
 * @param nextPageToken null on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RejectPage(List<RejectTotal> totals, List<Reject> rejects, String nextPageToken) {}
