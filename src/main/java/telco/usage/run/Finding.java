package telco.usage.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Something that a person should know about a run's data.
 *
 * @param check the check's name in snake case, a fixed set
 * @param count how many rows it speaks of
 * @param checked how many rows it looked at
 * @param message a sentence with what was found and what to do
 * @param samples some of what it speaks of, at most {@link #MOST_SAMPLES}; empty in lists of runs
 */
public record Finding(
        String check,
        Severity severity,
        long count,
        long checked,
        String message,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Sample> samples) {

    /** How many samples are kept. */
    public static final int MOST_SAMPLES = 20;

    public Finding(String check, Severity severity, long count, long checked, String message) {
        this(check, severity, count, checked, message, List.of());
    }
}
