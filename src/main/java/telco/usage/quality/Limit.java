package telco.usage.quality;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * How many are too many: a number of rows, or a share of those that were checked. Of a handful of rows one is a large share
 * and says nothing, so a share is judged from {@link #FEWEST} on; but all are all, however few.
 */
record Limit(BigDecimal threshold, boolean isShare) {

    /** So many must have been checked before a share means something. */
    static final int FEWEST = 20;

    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?)(%?)");

    /**
     * Reads a number of rows, or a percentage: {@code 1}, {@code 0.5%}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static Limit parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no limit, expected a number of rows like 1 or a share like 5%%".formatted(text));
        }
        return new Limit(new BigDecimal(matcher.group(1)), !matcher.group(2).isEmpty());
    }

    boolean isReached(long count, long checked) {
        if (count == 0) {
            return false;
        }
        if (!isShare) {
            return threshold.compareTo(BigDecimal.valueOf(count)) <= 0;
        }
        return (checked >= FEWEST || threshold.compareTo(ALL) == 0)
                && threshold
                                .multiply(BigDecimal.valueOf(checked))
                                .compareTo(BigDecimal.valueOf(count).movePointRight(2))
                        <= 0;
    }
}
