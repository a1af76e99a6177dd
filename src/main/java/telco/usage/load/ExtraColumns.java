package telco.usage.load;

/** What becomes of a file whose header names more than the columns of usage. */
public enum ExtraColumns {
    /** It is not loaded. */
    FAIL,
    /** It is loaded without them. */
    IGNORE
}
