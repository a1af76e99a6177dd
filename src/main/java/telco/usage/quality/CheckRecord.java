package telco.usage.quality;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import telco.usage.run.CheckOutcome;

/**
 * What a check of a run came to.
 *
 * @param id where it stands in the history; not shown to callers
 * @param file the name of the run's file
 * @param check its name in snake case
 * @param count how many of those that were checked are not as they should be
 * @param checked how many rows, or whatever the check counts, it looked at
 * @param at when, UTC, by the database's clock
 */
record CheckRecord(
        @JsonIgnore long id,
        int runId,
        String file,
        String check,
        CheckOutcome outcome,
        long count,
        long checked,
        Instant at) {}
