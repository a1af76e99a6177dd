package telco.usage.suspense;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import telco.usage.run.RejectReason;
import telco.usage.run.RejectState;

/**
 * A record that was kept aside, as callers see it.
 *
 * @param recordNumber counts records from 1; a blank line is none, a quoted line break ends none
 * @param lineNumber the line on which it begins, from 1
 * @param byteOffset where it begins in the text of the file, from 0
 * @param reason which rule it broke
 * @param column the column to blame, null when it is the whole record
 * @param message what was found and what was expected
 * @param charge what the record charges as an exact decimal, 0 where that cannot be read
 * @param record its text; what is no character there is shown as the replacement character
 * @param recordBytes the length of the whole record; of one too long to keep, {@code record} is only the start
 * @param replayRunId the run that has taken it up last, whether that has published it or not; null when none has
 * @param settledAt null while it is open
 * @param settledBy who asked for its replay or wrote it off; null while it is open
 * @param why the reason that was given for writing it off, else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Reject(
        long recordNumber,
        long lineNumber,
        long byteOffset,
        RejectReason reason,
        String column,
        String message,
        String charge,
        String record,
        long recordBytes,
        RejectState state,
        Integer replayRunId,
        Instant settledAt,
        String settledBy,
        String why) {}
