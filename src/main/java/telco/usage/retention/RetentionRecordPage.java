package telco.usage.retention;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** A part of what was removed so far, newest first; without a token it is the last. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RetentionRecordPage(List<RetentionRecord> records, String nextPageToken) {}
