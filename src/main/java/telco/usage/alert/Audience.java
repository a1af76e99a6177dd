package telco.usage.alert;

/** Who can do something about a problem. */
public enum Audience {
    /** Those who make the files. */
    PROVIDER,
    /** Those who answer for what is in the warehouse. */
    DATA,
    /** Those who keep the service running. */
    OPERATIONS
}
