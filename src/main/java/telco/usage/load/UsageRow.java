package telco.usage.load;

import java.nio.charset.StandardCharsets;
import java.time.YearMonth;

/**
 * A usage event that keeps all rules, in the types of the warehouse. One object serves all records of a reader: what it
 * says holds until the next record is checked, so that a file of any length costs no garbage.
 */
public final class UsageRow {

    /** A charge of 1 as {@link #charge()} has it: the warehouse keeps eight decimals. */
    public static final long CHARGE_UNIT = 100_000_000L;

    int customerId;
    long eventMicros;
    byte[] eventType;
    boolean hasRatePlanId;
    int ratePlanId;
    boolean hasBillingFlagOne;
    int billingFlagOne;
    boolean hasBillingFlagTwo;
    int billingFlagTwo;
    boolean hasDuration;
    double duration;
    boolean hasCharge;
    long charge;
    int month;
    boolean hasForeignOffset;

    public int customerId() {
        return customerId;
    }

    /** When the event began: microseconds since 1970-01-01T00:00Z. */
    public long eventMicros() {
        return eventMicros;
    }

    /** The event type in UTF-8; the same type is often the same array. Not to be changed. */
    public byte[] eventType() {
        return eventType;
    }

    public boolean hasRatePlanId() {
        return hasRatePlanId;
    }

    public int ratePlanId() {
        return ratePlanId;
    }

    public boolean hasBillingFlagOne() {
        return hasBillingFlagOne;
    }

    public int billingFlagOne() {
        return billingFlagOne;
    }

    public boolean hasBillingFlagTwo() {
        return hasBillingFlagTwo;
    }

    public int billingFlagTwo() {
        return billingFlagTwo;
    }

    public boolean hasDuration() {
        return hasDuration;
    }

    /** The duration; 0 when there is none. */
    public double duration() {
        return hasDuration ? duration : 0;
    }

    public boolean hasCharge() {
        return hasCharge;
    }

    /** The charge in units of 10^-8; 0 when there is none. */
    public long charge() {
        return hasCharge ? charge : 0;
    }

    /** The billing month: months since year 0, so 2016-01 is 24192. */
    public int month() {
        return month;
    }

    /** True when the timestamp was written with an offset that its zone does not have then. */
    public boolean hasForeignOffset() {
        return hasForeignOffset;
    }

    /** The billing month as the warehouse has it: yyyy-MM. */
    public static String monthText(int month) {
        return YearMonth.of(month / 12, month % 12 + 1).toString();
    }

    @Override
    public String toString() {
        return "customer " + customerId + ", " + eventMicros + " µs, " + new String(eventType, StandardCharsets.UTF_8)
                + ", " + monthText(month);
    }
}
