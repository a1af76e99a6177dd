package telco.usage.analytics;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Which days are meant, all of them UTC.
 *
 * @param first the earliest, null for no limit
 * @param last the latest, null for no limit
 * @param type the event type, null for any
 */
record DaySelection(LocalDate first, LocalDate last, String type) {

    /** Those of these days that are in the month. */
    DaySelection within(YearMonth month) {
        LocalDate start = month.atDay(1);
        LocalDate end = month.atEndOfMonth();
        return new DaySelection(
                first == null || first.isBefore(start) ? start : first,
                last == null || last.isAfter(end) ? end : last,
                type);
    }
}
