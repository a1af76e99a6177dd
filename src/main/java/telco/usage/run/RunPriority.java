package telco.usage.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import telco.usage.problem.ProblemException;

/** How much a run hurries. Among runs that wait, workers take those with the higher priority first, and of these the oldest. */
public enum RunPriority {
    /** Before all others. */
    HIGH,
    /** What nobody says anything else of. */
    NORMAL,
    /** When nothing else waits. */
    BACKFILL;

    /** How callers write it. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The priority that a request names; NORMAL when it names none.
     *
     * @throws ProblemException INVALID_REQUEST that names the field and what it can be
     */
    static RunPriority read(String field, String text) {
        if (text == null) {
            return NORMAL;
        }
        return Arrays.stream(values())
                .filter(priority -> priority.label().equals(text))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        field,
                        "must be one of "
                                + Arrays.stream(values())
                                        .map(RunPriority::label)
                                        .collect(Collectors.joining(", "))));
    }

    /** Its place in the table: the lowest goes first. */
    int rank() {
        return ordinal();
    }

    static RunPriority ofRank(int rank) {
        return values()[rank];
    }
}
