package telco.usage.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * One act.
 *
 * @param at when, UTC, by the database's clock
 * @param actor who, as the door knew it
 * @param runId the run it was about, null when it was about none
 * @param detail what exactly, in a sentence
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditEntry(long id, Instant at, String actor, AuditAction action, Integer runId, String detail) {}
