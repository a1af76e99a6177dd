package telco.usage.expected;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/** What is expected, what of it is not there, and what was noticed so far, newest first; without a token it is the last page. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExpectedFilePage(List<Expected> expectations, List<FileEvent> events, String nextPageToken) {

    /**
     * An expectation.
     *
     * @param files how its files are called
     * @param nextPeriod what the next file is for; of numbered files the day on which it is due
     * @param nextDueAt when it is due, UTC
     * @param open files that are due and not there, the oldest first
     */
    record Expected(String name, String files, String nextPeriod, Instant nextDueAt, List<Open> open) {}

    /** A file that is not there. */
    record Open(String period, FileState state, Instant dueAt) {}
}
