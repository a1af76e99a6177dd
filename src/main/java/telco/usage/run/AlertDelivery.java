package telco.usage.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * What became of telling somebody about a run.
 *
 * @param channel MAIL or WEBHOOK; null when it was grouped with an earlier alert about the same problem
 * @param to an address, or a webhook's host; null when it was grouped
 * @param state PENDING, SENT, FAILED (given up) or GROUPED
 * @param attempts how often it was tried
 * @param at when it was sent or given up, UTC; null before
 * @param error why the last try failed; null when none has
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AlertDelivery(String channel, String to, String state, int attempts, Instant at, String error) {}
