package telco.usage.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Some rejects of a run in the order of the file, and the token of the next page; no token on the last one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RejectPage(List<Reject> rejects, String nextPageToken) {}
