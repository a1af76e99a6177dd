package telco.usage.run;

/** What a check came to: nothing to say, or a finding of this severity. */
public enum CheckOutcome {
    PASSED,
    INFO,
    WARNING,
    ERROR
}
