package telco.usage.expected;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads EXPECTED_FILES: {@code weekly: usage_{week}.csv due MON 06:00 Europe/Bucharest; monthly: sum_{yyyy-MM}.csv due 2 12:00}.
 * Each has a name, the files' name with one placeholder, and when it is due: a time, behind a weekday for weeks, behind a day
 * of the month for months; and a zone, or else TELCO_TIME_ZONE.
 */
final class Expectations {

    private static final String EXPECTED =
            "expected a name, the files' name with {yyyy-MM-dd}, {yyyyMMdd}, {week}, {yyyy-MM},"
                    + " {yyyyMM} or {number}, and when they are due, like weekly: usage_{week}.csv due MON 06:00 Europe/Bucharest";

    private static final Pattern TEXT = Pattern.compile(
            "([A-Za-z0-9_-]{1,40})\\s*:\\s*(\\S+)\\s+due\\s+(?:([A-Z]{3}|[0-9]{1,2})\\s+)?([0-9]{2}:[0-9]{2})(?:\\s+(\\S+))?");

    private static final Map<String, DayOfWeek> WEEKDAYS = Map.of(
            "MON", DayOfWeek.MONDAY,
            "TUE", DayOfWeek.TUESDAY,
            "WED", DayOfWeek.WEDNESDAY,
            "THU", DayOfWeek.THURSDAY,
            "FRI", DayOfWeek.FRIDAY,
            "SAT", DayOfWeek.SATURDAY,
            "SUN", DayOfWeek.SUNDAY);

    private record Placeholder(String text, Period period, String digits) {}

    private static final List<Placeholder> PLACEHOLDERS = List.of(
            new Placeholder("{yyyy-MM-dd}", Period.DAY, "([0-9]{4}-[0-9]{2}-[0-9]{2})"),
            new Placeholder("{yyyyMMdd}", Period.DAY, "([0-9]{8})"),
            new Placeholder("{week}", Period.WEEK, "([0-9]{4}-W[0-9]{2})"),
            new Placeholder("{yyyy-MM}", Period.MONTH, "([0-9]{4}-[0-9]{2})"),
            new Placeholder("{yyyyMM}", Period.MONTH, "([0-9]{6})"),
            new Placeholder("{number}", Period.NUMBER, "([0-9]{1,18})"));

    private Expectations() {}

    /** @throws ConfigurationException that says which part is wrong and what it could be */
    static List<Expectation> parse(String text, ZoneId zone) {
        List<Expectation> expectations = new ArrayList<>();
        for (String part : text.split(";")) {
            if (!part.isBlank()) {
                Expectation next = expectation(part.strip(), zone);
                if (expectations.stream().anyMatch(other -> other.name().equals(next.name()))) {
                    throw wrong(part, "there are two with this name");
                }
                expectations.add(next);
            }
        }
        return expectations;
    }

    private static Expectation expectation(String part, ZoneId zone) {
        Matcher matcher = TEXT.matcher(part);
        if (!matcher.matches()) {
            throw wrong(part, EXPECTED);
        }
        String pattern = matcher.group(2);
        Placeholder placeholder = PLACEHOLDERS.stream()
                .filter(each -> pattern.contains(each.text()))
                .findFirst()
                .orElseThrow(() -> wrong(part, EXPECTED));
        int at = pattern.indexOf(placeholder.text());
        Pattern fileName = Pattern.compile(Pattern.quote(pattern.substring(0, at))
                + placeholder.digits()
                + Pattern.quote(pattern.substring(at + placeholder.text().length())));
        return new Expectation(
                matcher.group(1),
                pattern,
                fileName,
                placeholder.period(),
                due(part, matcher, placeholder.period(), zone));
    }

    private static DueTime due(String part, Matcher matcher, Period period, ZoneId zone) {
        String day = matcher.group(3);
        DayOfWeek weekday = day == null ? null : WEEKDAYS.get(day);
        boolean isNumber = day != null && Character.isDigit(day.charAt(0));
        int dayOfMonth = isNumber ? Integer.parseInt(day) : 0;
        boolean fits = switch (period) {
            case DAY -> day == null;
            case WEEK -> weekday != null;
            case MONTH -> isNumber;
            case NUMBER -> day == null || weekday != null || isNumber;
        };
        if (!fits || isNumber && (dayOfMonth < 1 || dayOfMonth > 31)) {
            throw wrong(
                    part,
                    "days are due at a time, weeks on a weekday (MON to SUN) and a time, months on a day (1 to 31) and a time");
        }
        try {
            String zoneName = matcher.group(5);
            return new DueTime(
                    LocalTime.parse(matcher.group(4)),
                    weekday,
                    dayOfMonth,
                    zoneName == null ? zone : ZoneId.of(zoneName));
        } catch (DateTimeException e) {
            throw wrong(part, e.getMessage());
        }
    }

    private static ConfigurationException wrong(String part, String why) {
        return new ConfigurationException("EXPECTED_FILES: '%s': %s".formatted(part.strip(), why));
    }
}
