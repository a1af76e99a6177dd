package telco.usage.quality.anomaly;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a file holds, by UTC day, without the slivers at its ends: a local week reaches some hours into another UTC day.
 *
 * @param days oldest first, those with rows
 * @param customers different ones in the whole file; null when that is not known
 * @param ratePlans different ones in the whole file; null when that is not known
 */
public record FileFigures(List<DayFigures> days, Long customers, Long ratePlans) {

    /** An edge day with a smaller part of the usual rows than this is a sliver. */
    private static final double SLIVER = 0.5;

    private static final int DAYS_OF_A_WEEK = 7;

    /** The same without the slivers. */
    public FileFigures withoutSlivers() {
        double sliver = SLIVER * usualRows();
        int from = days.get(0).rows() < sliver ? 1 : 0;
        int to = days.get(days.size() - 1).rows() < sliver ? days.size() - 1 : days.size();
        return new FileFigures(days.subList(from, to), customers, ratePlans);
    }

    /** Of a day that is whole: one that is no edge, or the larger of two. */
    private double usualRows() {
        Stream<DayFigures> whole = days.size() < 3 ? days.stream() : days.subList(1, days.size() - 1).stream();
        List<Double> rows = whole.map(day -> (double) day.rows()).toList();
        return days.size() < 3 ? Collections.max(rows) : Spread.median(rows);
    }

    LocalDate first() {
        return days.get(0).day();
    }

    LocalDate last() {
        return days.get(days.size() - 1).day();
    }

    /** How many days it covers, from its first to its last. */
    int length() {
        return (int) ChronoUnit.DAYS.between(first(), last()) + 1;
    }

    /** Which week of its month it lies in, by its middle: 0 to 4. Of a longer file always 0. */
    int weekOfMonth() {
        return length() > 2 * DAYS_OF_A_WEEK
                ? 0
                : (first().plusDays(length() / 2).getDayOfMonth() - 1) / DAYS_OF_A_WEEK;
    }

    /** True when both cover about as many days: two weeks, two months, but not a week and a month. */
    boolean isAsLongAs(FileFigures other) {
        return Math.abs(length() - other.length()) <= Math.max(1, length() / 8);
    }

    boolean covers(LocalDate day) {
        return days.stream().anyMatch(each -> each.day().equals(day));
    }

    double total(ToDoubleFunction<DayFigures> figure) {
        return days.stream().mapToDouble(figure).sum();
    }

    Map<String, Long> rowsByType() {
        Map<String, Long> rows = new TreeMap<>();
        days.forEach(day -> day.rowsByType().forEach((type, count) -> rows.merge(type, count, Long::sum)));
        return rows;
    }

    /** The part of its rows that have this type: 0 to 1. */
    double share(String type) {
        return rowsByType().getOrDefault(type, 0L) / Math.max(1, total(DayFigures::rows));
    }
}
