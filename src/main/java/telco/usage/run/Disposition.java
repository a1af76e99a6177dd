package telco.usage.run;

/** What became of a record. {@link #READ} is not an end of its own: it counts them all. */
public enum Disposition {
    READ("read"),
    /** In the warehouse now. */
    LOADED("loaded"),
    /** An earlier record of the same file says exactly the same. */
    DUPLICATE_IN_FILE("duplicateInFile"),
    /** The warehouse had exactly this row before. */
    DUPLICATE_IN_WAREHOUSE("duplicateInWarehouse"),
    /** Same identity as a row that was there first, but other columns differ: kept aside as a reject. */
    CONFLICTING("conflicting"),
    /** Broke a rule of the file's format: kept aside as a reject. */
    REJECTED("rejected"),
    /** Older than the retention period: not loaded. */
    EXPIRED("expired");

    private final String key;

    Disposition(String key) {
        this.key = key;
    }

    /** The name in a run's report. */
    public String key() {
        return key;
    }
}
