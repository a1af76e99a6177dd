package telco.usage.quality.anomaly;

import java.time.LocalDate;
import java.util.Map;

/**
 * What a file holds for one UTC day.
 *
 * @param rowsByType rows of each event type
 * @param customers different ones; null when they were too many to tell
 * @param ratePlans different ones; null when they were too many to tell
 */
public record DayFigures(
        LocalDate day, Map<String, Long> rowsByType, double charge, double duration, Long customers, Long ratePlans) {

    long rows() {
        return rowsByType.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The part of its rows that have this type: 0 to 1. */
    double share(String type) {
        return rowsByType.getOrDefault(type, 0L) / (double) Math.max(1, rows());
    }
}
