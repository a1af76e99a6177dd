package telco.usage.expected;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * Something that was noticed of an expected file.
 *
 * @param period what the file is for, or its number
 * @param runId the run that brought it, null when it is not there
 * @param at when it was noticed, UTC
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FileEvent(long id, String expectation, String period, Kind kind, Integer runId, Instant at, String message) {

    /** What was noticed. */
    enum Kind {
        /** It is due and not there. */
        LATE,
        /** It is late for longer than EXPECTED_FILES_GRACE. */
        MISSING,
        /** A number was skipped. */
        GAP,
        /** It came behind a later one. */
        OUT_OF_ORDER,
        /** It was late, missing or skipped, and is there. */
        RECOVERED
    }
}
