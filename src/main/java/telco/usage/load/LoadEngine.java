package telco.usage.load;

import java.time.Instant;
import telco.usage.run.Attempt;
import telco.usage.stage.Stage;

/**
 * Gets the rows of a file into an attempt's stage. The port behind which engines differ: what they all promise is that
 * every record is checked by {@link UsageRules} and then staged, counted as a duplicate or as expired, or kept as a reject,
 * and that memory does not grow with the file. What a failed attempt has staged is dropped by whoever ends it.
 */
public interface LoadEngine {

    /**
     * Reads the attempt's file from start to end. Also when it throws, the attempt's tally says what was read by then
     * and the rejects seen are stored.
     *
     * @param stage to be made and filled
     * @param keepFrom rows of before are expired; null when all may be kept
     * @return the SHA-256 of the bytes read, in hex
     * @throws telco.usage.run.RunFailedException when the file cannot be loaded
     * @throws telco.usage.run.AttemptLostException when the attempt was told to stop
     */
    String load(Attempt attempt, Stage stage, Instant keepFrom);
}
