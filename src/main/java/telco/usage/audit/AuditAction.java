package telco.usage.audit;

/** What is audited. Names are part of the HTTP contract: add, never rename. */
public enum AuditAction {
    /** A file was submitted, by a request or a command; the service takes files from the inbox by itself. */
    SUBMIT,
    /** A file was submitted to be loaded although its content may be in the warehouse. */
    FORCE,
    /** A run was told to stop. */
    CANCEL,
    /** The rows of a run were taken out of the warehouse. */
    REVERT,
    /** What a check had stopped was released, to be published. */
    RELEASE,
    /** Rejects of a run were submitted again. */
    REPLAY,
    /** Rejects of a run were given up. */
    WRITE_OFF,
    /** Rows past their keep-by date were removed. */
    RETENTION,
    /** All that the database has of a customer was removed. */
    ERASURE,
    /** What the database has of a customer was given out. */
    ACCESS,
    /** A retention period was confirmed by which more than half of the rows go. */
    CONFIRM_RETENTION
}
