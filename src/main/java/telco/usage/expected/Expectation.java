package telco.usage.expected;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files that should come one after the other.
 *
 * @param pattern how they are called, with its placeholder
 * @param name of the expectation
 * @param fileName matches their names, the period as group 1
 */
record Expectation(String name, String pattern, Pattern fileName, Period period, DueTime due) {

    private static final Pattern PACKED = Pattern.compile("\\.(gz|zst|zip)$");

    /** What a file of this name is for, in a form that sorts; empty when it is none of these. */
    Optional<String> periodOf(String file) {
        Matcher matcher = fileName.matcher(PACKED.matcher(file).replaceFirst(""));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String digits = matcher.group(1).replaceAll("[^0-9W]", "");
        return Optional.of(
                switch (period) {
                    case DAY -> digits.substring(0, 4) + "-" + digits.substring(4, 6) + "-" + digits.substring(6);
                    case WEEK -> digits.substring(0, 4) + "-" + digits.substring(4);
                    case MONTH -> digits.substring(0, 4) + "-" + digits.substring(4);
                    case NUMBER -> Long.toString(Long.parseLong(digits));
                });
    }

    /** The files that are due behind {@code after} and not behind {@code until}, in that order. */
    List<Due> dues(Instant after, Instant until) {
        List<Due> dues = new ArrayList<>();
        LocalDate start = first(LocalDate.ofInstant(after, due.zone()));
        for (LocalDate each = start; !due.on(dueDay(each)).isAfter(until); each = next(each)) {
            Instant at = due.on(dueDay(each));
            if (at.isAfter(after)) {
                dues.add(new Due(key(each), at));
            }
        }
        return dues;
    }

    /** The first file that is due behind {@code after}. */
    Due next(Instant after) {
        LocalDate each = first(LocalDate.ofInstant(after, due.zone()));
        while (!due.on(dueDay(each)).isAfter(after)) {
            each = next(each);
        }
        return new Due(key(each), due.on(dueDay(each)));
    }

    /** A period's first day, early enough for its file to be due then or before. */
    private LocalDate first(LocalDate day) {
        return switch (period) {
            case DAY, NUMBER -> day.minusDays(2);
            case WEEK -> day.minusWeeks(3).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.minusMonths(2).withDayOfMonth(1);
        };
    }

    private LocalDate next(LocalDate each) {
        return switch (period) {
            case DAY -> each.plusDays(1);
            case NUMBER -> due.behind(each);
            case WEEK -> each.plusWeeks(1);
            case MONTH -> each.plusMonths(1);
        };
    }

    private LocalDate dueDay(LocalDate first) {
        return switch (period) {
            case DAY, NUMBER -> due.behind(first);
            case WEEK -> due.behind(first.plusDays(6));
            case MONTH -> due.behind(YearMonth.from(first).atEndOfMonth());
        };
    }

    private String key(LocalDate first) {
        return switch (period) {
            case DAY -> first.toString();
            case WEEK ->
                "%d-W%02d"
                        .formatted(first.get(IsoFields.WEEK_BASED_YEAR), first.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case MONTH -> YearMonth.from(first).toString();
            case NUMBER -> due.behind(first).toString();
        };
    }
}
