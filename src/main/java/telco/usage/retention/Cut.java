package telco.usage.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * One time that what is too old is removed.
 *
 * @param keepFrom what is older goes
 * @param periodMonths so many months are kept
 * @param runId the run behind which it happens; null when it happens by itself
 */
record Cut(Instant keepFrom, int periodMonths, Integer runId) {

    /** The UTC day of which a part goes; all earlier days go as a whole. */
    LocalDate boundaryDay() {
        return keepFrom.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
