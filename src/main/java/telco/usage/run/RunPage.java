package telco.usage.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Some runs, newest first, and the token of the next page; no token on the last one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunPage(List<Run> runs, String nextPageToken) {}
