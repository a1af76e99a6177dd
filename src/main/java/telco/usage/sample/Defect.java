package telco.usage.sample;

/** The ways in which a generated row can be bad: one for each kind of rule that the service checks. */
public enum Defect {
    /** The customer column is empty. */
    MISSING_CUSTOMER("MISSING_CUSTOMER_ID"),
    /** The event's day is the 32nd. */
    BAD_DATE("BAD_EVENT_START_TIME"),
    /** The rate plan is a number beyond 32 bits. */
    OVERFLOW("BAD_RATE_PLAN_ID"),
    /** The last column is not there; such a row says a charge of zero, so that no reading of it can differ. */
    COLUMN_COUNT("COLUMN_COUNT"),
    /** The month is not the event's. */
    MONTH_MISMATCH("MONTH_MISMATCH");

    private final String reason;

    Defect(String reason) {
        this.reason = reason;
    }

    /** The reason with which the service rejects such a row. */
    public String reason() {
        return reason;
    }
}
