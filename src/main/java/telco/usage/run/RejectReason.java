package telco.usage.run;

/** Why a record was kept aside. Names are part of the HTTP contract: add, never rename. */
public enum RejectReason {
    COLUMN_COUNT,
    MISSING_CUSTOMER_ID,
    MISSING_EVENT_START_TIME,
    MISSING_EVENT_TYPE,
    BAD_CUSTOMER_ID,
    BAD_EVENT_START_TIME,
    BAD_EVENT_TYPE,
    BAD_RATE_PLAN_ID,
    BAD_BILLING_FLAG_ONE,
    BAD_BILLING_FLAG_TWO,
    BAD_DURATION,
    BAD_CHARGE,
    BAD_MONTH,
    /** The month is not the first seven characters of the event's local time. */
    MONTH_MISMATCH,
    NUL_BYTE,
    BAD_ENCODING,
    RECORD_TOO_LONG,
    /** Same identity as a row that was there first, but other columns differ. */
    KEY_CONFLICT
}
