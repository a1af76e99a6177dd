package telco.usage.load;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Reads timestamps: {@code 2016-01-26T07:35:34.000+02:00}, with T or a blank in the middle, up to six decimals of a
 * second or none, and an offset (+02:00, +0200, +02, Z) or none. Without an offset the setting TELCO_TIME_ZONE says
 * which zone is meant; a local time that the zone skipped does not exist, one that it had twice is the earlier of both.
 */
final class EventTime {

    static final String EXPECTED = "a time like 2016-01-26T07:35:34.000+02:00";

    private static final int[] DAYS_BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    private static final long MICROS = 1_000_000L;
    private static final int MAX_OFFSET_HOURS = 18;
    private static final int NO_OFFSET = Integer.MIN_VALUE;
    private static final int BAD = -1;

    private final ZoneId zone;
    private final KnownOffsets known;
    private byte[] bytes;
    private int position;
    private int end;
    private long micros;
    private int month;
    private boolean foreignOffset;

    /**
     * @param zone of timestamps without an offset
     * @param offsetsOf the zone whose offsets are expected; null for any
     */
    EventTime(ZoneId zone, ZoneId offsetsOf) {
        this.zone = zone;
        this.known = offsetsOf == null ? null : new KnownOffsets(offsetsOf);
    }

    /** True when what was parsed last has an offset that is not the one expected then. */
    boolean hasForeignOffset() {
        return foreignOffset;
    }

    /** Microseconds since 1970-01-01T00:00Z of what was parsed last. */
    long micros() {
        return micros;
    }

    /** The local month of what was parsed last, in months since year 0. */
    int month() {
        return month;
    }

    /** Reads the bytes; false when they are no time that exists. */
    boolean parse(byte[] text, int from, int to) {
        bytes = text;
        position = from;
        end = to;
        if (to - from < 19 || !hasSeparators(from)) {
            return false;
        }
        int year = twoDigits(from) * 100 + twoDigits(from + 2);
        int monthOfYear = twoDigits(from + 5);
        int day = twoDigits(from + 8);
        int hour = twoDigits(from + 11);
        int minute = twoDigits(from + 14);
        int second = twoDigits(from + 17);
        if (twoDigits(from) < 0 || twoDigits(from + 2) < 0 || year < 1 || !isDay(year, monthOfYear, day)) {
            return false;
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return false;
        }
        position = from + 19;
        int fraction = parseFraction();
        if (fraction == BAD) {
            return false;
        }
        int offsetSeconds = parseOffset();
        if (offsetSeconds == BAD) {
            return false;
        }
        month = year * 12 + monthOfYear - 1;
        boolean written = offsetSeconds != NO_OFFSET;
        if (!written) {
            offsetSeconds = zoneOffset(LocalDateTime.of(year, monthOfYear, day, hour, minute, second));
            if (offsetSeconds == BAD) {
                return false;
            }
        }
        long seconds = epochDay(year, monthOfYear, day) * 86_400L + hour * 3_600L + minute * 60L + second;
        micros = (seconds - offsetSeconds) * MICROS + fraction;
        foreignOffset = written && known != null && known.at(seconds - offsetSeconds) != offsetSeconds;
        return true;
    }

    private boolean hasSeparators(int from) {
        byte middle = bytes[from + 10];
        return bytes[from + 4] == '-'
                && bytes[from + 7] == '-'
                && (middle == 'T' || middle == ' ')
                && bytes[from + 13] == ':'
                && bytes[from + 16] == ':';
    }

    private int twoDigits(int index) {
        int tens = bytes[index] - '0';
        int ones = bytes[index + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? BAD : tens * 10 + ones;
    }

    private static boolean isDay(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        int days = month == 2
                ? (isLeap(year) ? 29 : 28)
                : (month == 4 || month == 6 || month == 9 || month == 11) ? 30 : 31;
        return day <= days;
    }

    private static boolean isLeap(int year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /** Days since 1970-01-01, in the Gregorian calendar. */
    private static long epochDay(int year, int month, int day) {
        int before = year - 1;
        long days = before * 365L + before / 4 - before / 100 + before / 400 - 719_162L;
        days += DAYS_BEFORE_MONTH[month - 1] + day - 1;
        return month > 2 && isLeap(year) ? days + 1 : days;
    }

    /** Decimals of the second in microseconds; more than six only where the rest is zeros. */
    private int parseFraction() {
        if (position == end || bytes[position] != '.') {
            return 0;
        }
        int first = ++position;
        int fraction = 0;
        for (; position < end; position++) {
            int digit = bytes[position] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            int place = position - first;
            if (place < 6) {
                fraction = fraction * 10 + digit;
            } else if (digit != 0) {
                return BAD;
            }
        }
        int places = position - first;
        if (places == 0) {
            return BAD;
        }
        for (int place = places; place < 6; place++) {
            fraction *= 10;
        }
        return fraction;
    }

    private int parseOffset() {
        int length = end - position;
        if (length == 0) {
            return NO_OFFSET;
        }
        byte sign = bytes[position];
        if (sign == 'Z' && length == 1) {
            return 0;
        }
        boolean colon = length == 6 && bytes[position + 3] == ':';
        if ((sign != '+' && sign != '-') || !(colon || length == 5 || length == 3)) {
            return BAD;
        }
        int hours = twoDigits(position + 1);
        int minutes = length == 3 ? 0 : twoDigits(end - 2);
        if (hours < 0 || hours > MAX_OFFSET_HOURS || minutes < 0 || minutes > 59) {
            return BAD;
        }
        int seconds = hours * 3_600 + minutes * 60;
        // BAD is -1 second, which no offset in hours and minutes is.
        return sign == '+' ? seconds : -seconds;
    }

    private int zoneOffset(LocalDateTime local) {
        try {
            var offsets = zone.getRules().getValidOffsets(local);
            // The first of two is the one before the clocks went back.
            ZoneOffset offset = offsets.isEmpty() ? null : offsets.get(0);
            return offset == null ? BAD : offset.getTotalSeconds();
        } catch (DateTimeException e) {
            return BAD;
        }
    }
}
