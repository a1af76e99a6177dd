package telco.usage.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** A part of the audit, newest first; without a token it is the last. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AuditPage(List<AuditEntry> entries, String nextPageToken) {}
