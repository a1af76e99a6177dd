package telco.usage.inbox;

/** What makes a file in the inbox complete. */
public enum InboxMode {
    /** It has not changed for INBOX_QUIET_PERIOD, nor has its control file, if it has one. */
    QUIET,
    /** A file beside it, called as it is and INBOX_DONE_SUFFIX, says so. */
    DONE_FILE,
    /** It has a control file, and both have not changed for INBOX_QUIET_PERIOD. */
    CONTROL_FILE
}
