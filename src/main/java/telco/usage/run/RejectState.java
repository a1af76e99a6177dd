package telco.usage.run;

/** Where a record that was kept aside stands. Names are part of the HTTP contract: add, never rename. */
public enum RejectState {
    /** Waits for somebody to have it replayed or to write it off. */
    OPEN,
    /** A later run has taken it up and has published what came of it. */
    REPLAYED,
    /** Somebody has given it up, and said why. */
    WRITTEN_OFF
}
