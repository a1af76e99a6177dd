package telco.usage.run;

/** What a check came to: nothing to say, or a finding of the severity with the same name. */
public enum CheckOutcome {
    PASSED,
    INFO,
    WARNING,
    ERROR;

    /** The severity of the finding; a check that was passed has none. */
    public Severity severity() {
        return Severity.valueOf(name());
    }
}
