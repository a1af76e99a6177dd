package telco.usage.load.copy;

import java.math.BigDecimal;
import telco.usage.load.Oddity;

/** What the rows of one event type on one UTC day add up to. */
final class TypeProfile {

    final boolean known;
    final boolean free;
    private final String eventType;
    private final ChargeSum charge = new ChargeSum();
    private final long[] oddities = new long[Oddity.values().length];
    private long rows;
    private double duration;

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
        charge.add(units);
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
        return charge.value();
    }

    long rows(Oddity oddity) {
        return oddities[oddity.ordinal()];
    }
}
