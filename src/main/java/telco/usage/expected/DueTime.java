package telco.usage.expected;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;

/**
 * When files are due. A local time that a change of the clocks skips is as much later.
 *
 * @param weekday on which; null for any day
 * @param dayOfMonth on which, or on the last of a shorter month; 0 for any
 */
record DueTime(LocalTime time, DayOfWeek weekday, int dayOfMonth, ZoneId zone) {

    Instant on(LocalDate date) {
        return ZonedDateTime.of(date, time, zone).toInstant();
    }

    /** The first day behind this one on which a file is due. */
    LocalDate behind(LocalDate day) {
        if (weekday != null) {
            return day.with(TemporalAdjusters.next(weekday));
        }
        if (dayOfMonth == 0) {
            return day.plusDays(1);
        }
        LocalDate sameMonth = in(YearMonth.from(day));
        return sameMonth.isAfter(day) ? sameMonth : in(YearMonth.from(day).plusMonths(1));
    }

    private LocalDate in(YearMonth month) {
        return month.atDay(Math.min(dayOfMonth, month.lengthOfMonth()));
    }
}
