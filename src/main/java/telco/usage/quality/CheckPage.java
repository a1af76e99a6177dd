package telco.usage.quality;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** A part of the history of checks, newest first; without a token it is the last. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CheckPage(List<CheckRecord> results, String nextPageToken) {}
