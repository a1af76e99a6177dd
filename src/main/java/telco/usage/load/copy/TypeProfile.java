package telco.usage.load.copy;

import java.math.BigDecimal;
import telco.usage.load.Oddity;

/** What the rows of one event type on one UTC day add up to. */
final class TypeProfile {

    /** No single charge is half as large, so a sum that is smaller can take one more. */
    private static final long LARGEST_SUM = 1L << 61;

    final boolean known;
    final boolean free;
    private final String eventType;
    private final long[] oddities = new long[Oddity.values().length];
    private long rows;
    private double duration;
    private long charge;
    private BigDecimal largerCharge = BigDecimal.ZERO;

    /**
     * @param known whether it is one of EVENT_TYPES
     * @param free whether it is one of FREE_EVENT_TYPES
     */
    TypeProfile(String eventType, boolean known, boolean free) {
        this.eventType = eventType;
        this.known = known;
        this.free = free;
    }

    /** @param units the charge in units of 10^-8 */
    void add(long units, double seconds) {
        rows++;
        duration += seconds;
        charge += units;
        if (Math.abs(charge) > LARGEST_SUM) {
            largerCharge = charge();
            charge = 0;
        }
    }

    void count(Oddity oddity) {
        oddities[oddity.ordinal()]++;
    }

    String eventType() {
        return eventType;
    }

    long rows() {
        return rows;
    }

    double duration() {
        return duration;
    }

    BigDecimal charge() {
        return largerCharge.add(BigDecimal.valueOf(charge, 8));
    }

    long rows(Oddity oddity) {
        return oddities[oddity.ordinal()];
    }
}
