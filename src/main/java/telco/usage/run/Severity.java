package telco.usage.run;

/** How much a finding matters. */
public enum Severity {
    /** Good to know. */
    INFO,
    /** Somebody should look; the rows are published. */
    WARNING,
    /** The rows must not be published like this. */
    ERROR
}
