package telco.usage.load;

/**
 * What can be odd about a row that breaks no rule. It is staged all the same, and counted, so that QUALITY can say how many
 * there are without reading the rows again. Names are what rules ask for: add, never rename.
 */
public enum Oddity {
    NO_RATE_PLAN_ID,
    NO_BILLING_FLAG_ONE,
    NO_BILLING_FLAG_TWO,
    NO_DURATION,
    NO_CHARGE,
    NEGATIVE_CHARGE,
    /** Above MAX_CHARGE. */
    EXTREME_CHARGE,
    NEGATIVE_DURATION,
    /** Above MAX_DURATION. */
    EXTREME_DURATION,
    /** It begins later than it was read. */
    FUTURE_EVENT,
    /** Its timestamp has an offset that PROVIDER_TIME_ZONE does not have then. */
    FOREIGN_OFFSET,
    /** Its event type is none of EVENT_TYPES. */
    UNKNOWN_EVENT_TYPE,
    /** It costs something though its event type is one of FREE_EVENT_TYPES. */
    CHARGE_ON_FREE_TYPE,
    /** It repeats an earlier row of the file; it is not staged a second time. */
    DUPLICATE_IN_FILE
}
