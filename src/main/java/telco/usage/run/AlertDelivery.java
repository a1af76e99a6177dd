package telco.usage.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * What became of telling somebody about a run.
 *
 * @param channel null when it was grouped with an earlier alert about the same problem
 * @param to an address, or a webhook's host; null when it was grouped
 * @param attempts how often it was tried
 * @param at when it was sent or given up, UTC; null before
 * @param error why the last try failed; null when none has
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AlertDelivery(Channel channel, String to, State state, int attempts, Instant at, String error) {

    /** How somebody is told. */
    public enum Channel {
        MAIL,
        WEBHOOK
    }

    /** How far that is. */
    public enum State {
        PENDING,
        SENT,
        /** It was tried for as long as ALERT_GIVE_UP_AFTER allows. */
        FAILED,
        /** The same problem was told a short time before. */
        GROUPED
    }
}
