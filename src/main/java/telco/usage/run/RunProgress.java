package telco.usage.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;

/**
 * How far LOAD has come. It reads all of the file first and then stages the rows, day by day.
 *
 * @param rowsPerSecond rows through all of LOAD, on average so far; null when it is not at work
 * @param secondsLeft an estimate for LOAD; null when it is not at work, or has only begun
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunProgress(
        long bytesRead, long bytesTotal, long rowsRead, long rowsStaged, Long rowsPerSecond, Long secondsLeft) {

    /** What part of the time goes into reading, as measured on a large file. */
    private static final double READING_SHARE = 0.35;

    /** The progress of a LOAD that is not at work. */
    static RunProgress atRest(long bytesRead, long bytesTotal, long rowsRead, long rowsStaged) {
        return new RunProgress(bytesRead, bytesTotal, rowsRead, rowsStaged, null, null);
    }

    /** The progress of a LOAD that has been at work for so long. */
    RunProgress after(Duration elapsed) {
        double seconds = elapsed.toMillis() / 1_000.0;
        double done = partDone();
        if (done <= 0 || seconds <= 0) {
            return this;
        }
        double rows = rowsRead * ((double) bytesTotal / bytesRead);
        return new RunProgress(
                bytesRead,
                bytesTotal,
                rowsRead,
                rowsStaged,
                Math.round(rows * done / seconds),
                Math.round(seconds * (1 - done) / done));
    }

    /** How much of LOAD is done, from 0 to 1. */
    double partDone() {
        double read = bytesTotal == 0 ? 0 : (double) bytesRead / bytesTotal;
        double staged = rowsRead == 0 ? 0 : Math.min(1, (double) rowsStaged / rowsRead);
        return READING_SHARE * read + (1 - READING_SHARE) * staged;
    }
}
