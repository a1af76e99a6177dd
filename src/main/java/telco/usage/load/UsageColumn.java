package telco.usage.load;

import java.util.List;
import java.util.Locale;
import telco.usage.run.RejectReason;

/** The nine columns of a usage file, in the order of a file without a header. */
public enum UsageColumn {
    CUSTOMER_ID(RejectReason.BAD_CUSTOMER_ID),
    EVENT_START_TIME(RejectReason.BAD_EVENT_START_TIME),
    EVENT_TYPE(RejectReason.BAD_EVENT_TYPE),
    RATE_PLAN_ID(RejectReason.BAD_RATE_PLAN_ID),
    BILLING_FLAG_ONE(RejectReason.BAD_BILLING_FLAG_ONE),
    BILLING_FLAG_TWO(RejectReason.BAD_BILLING_FLAG_TWO),
    DURATION(RejectReason.BAD_DURATION),
    CHARGE(RejectReason.BAD_CHARGE),
    MONTH(RejectReason.BAD_MONTH);

    /** How many columns a record has. */
    public static final int COUNT = values().length;

    /** Without these a record is no event; any other may be empty, or missing from the file. */
    static final List<UsageColumn> REQUIRED = List.of(CUSTOMER_ID, EVENT_START_TIME, EVENT_TYPE);

    private final RejectReason bad;

    UsageColumn(RejectReason bad) {
        this.bad = bad;
    }

    /** The name in a header, in the warehouse and in messages. */
    public String columnName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason for a value that cannot be read. */
    RejectReason bad() {
        return bad;
    }
}
