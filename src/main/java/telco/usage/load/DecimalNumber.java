package telco.usage.load;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Reads the numbers of a usage file: {@code -12}, {@code 0.000976}, {@code 9.76E-4}. No blanks, no plus sign, no
 * thousands separators, no NaN or Infinity: a value that could be meant otherwise is not guessed at.
 */
final class DecimalNumber {

    private static final int FRACTION_DIGITS = 8;
    private static final long MAX_INTEGER_PART = 9_999_999_999L;
    private static final int MAX_CHARACTERS = 64;

    private long integer;
    private long scaled;
    private double floating;

    /** What {@link #parseInteger} read last. */
    int integer() {
        return (int) integer;
    }

    /** What {@link #parseCharge} read last, in units of 10^-8. */
    long scaled() {
        return scaled;
    }

    /** What {@link #parseDuration} read last. */
    double floating() {
        return floating;
    }

    /** Reads a whole number that fits PostgreSQL's INTEGER. */
    boolean parseInteger(byte[] text, int from, int to) {
        boolean negative = from < to && text[from] == '-';
        int first = negative ? from + 1 : from;
        long value = 0;
        for (int i = first; i < to; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 + digit;
            if (value > 1L + Integer.MAX_VALUE) {
                return false;
            }
        }
        integer = negative ? -value : value;
        return first < to && integer == (int) integer;
    }

    /** Reads a number that fits NUMERIC(18,8) exactly: ten digits before the point, eight behind it. */
    boolean parseCharge(byte[] text, int from, int to) {
        boolean negative = from < to && text[from] == '-';
        long value = 0;
        int places = -1;
        int digits = 0;
        for (int i = negative ? from + 1 : from; i < to; i++) {
            int digit = text[i] - '0';
            if (digit >= 0 && digit <= 9) {
                digits++;
                if (places == FRACTION_DIGITS) {
                    if (digit != 0) {
                        return false;
                    }
                    continue;
                }
                value = value * 10 + digit;
                if (places >= 0) {
                    places++;
                } else if (value > MAX_INTEGER_PART) {
                    return false;
                }
            } else if (text[i] == '.' && places < 0) {
                places = 0;
            } else {
                return digits > 0 && (text[i] == 'e' || text[i] == 'E') && parseScientificCharge(text, from, to);
            }
        }
        for (int place = Math.max(places, 0); place < FRACTION_DIGITS; place++) {
            value *= 10;
        }
        scaled = negative ? -value : value;
        return digits > 0;
    }

    /** The slow way, for the notation in which some writers put small numbers: 9.76E-4. */
    private boolean parseScientificCharge(byte[] text, int from, int to) {
        if (!isNumber(text, from, to)) {
            return false;
        }
        BigDecimal value = new BigDecimal(new String(text, from, to - from, StandardCharsets.US_ASCII));
        // An exponent may be huge: look at it before anything writes the zeros out.
        if (value.signum() != 0 && (value.precision() - (long) value.scale() > 10 || value.scale() > MAX_CHARACTERS)) {
            return false;
        }
        BigDecimal units = value.signum() == 0
                ? BigDecimal.ZERO
                : value.movePointRight(FRACTION_DIGITS).stripTrailingZeros();
        if (units.scale() > 0) {
            return false;
        }
        scaled = units.longValueExact();
        return true;
    }

    /** Reads a finite double. */
    boolean parseDuration(byte[] text, int from, int to) {
        int length = to - from;
        if (length > 0 && length <= 15 && isDigits(text, from, to)) {
            long value = 0;
            for (int i = from; i < to; i++) {
                value = value * 10 + text[i] - '0';
            }
            floating = value;
            return true;
        }
        if (!isNumber(text, from, to)) {
            return false;
        }
        floating = Double.parseDouble(new String(text, from, length, StandardCharsets.US_ASCII));
        return Double.isFinite(floating);
    }

    private static boolean isDigits(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
        }
        return true;
    }

    /** An optional minus, digits with at most one point, and an optional exponent of up to three digits. */
    private static boolean isNumber(byte[] text, int from, int to) {
        if (to - from > MAX_CHARACTERS) {
            return false;
        }
        int i = from < to && text[from] == '-' ? from + 1 : from;
        int digits = 0;
        boolean point = false;
        for (; i < to && text[i] != 'e' && text[i] != 'E'; i++) {
            if (text[i] == '.' && !point) {
                point = true;
            } else if (text[i] >= '0' && text[i] <= '9') {
                digits++;
            } else {
                return false;
            }
        }
        if (digits == 0 || i == to) {
            return digits > 0;
        }
        i++;
        if (i < to && (text[i] == '-' || text[i] == '+')) {
            i++;
        }
        return i < to && to - i <= 3 && isDigits(text, i, to);
    }
}
