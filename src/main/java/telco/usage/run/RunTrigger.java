package telco.usage.run;

/** The door through which a run came. */
public enum RunTrigger {
    /** {@code POST /runs} that names a file. */
    API,
    /** {@code POST /runs} whose body is the file. */
    UPLOAD,
    /** A file dropped into the inbox folder. */
    INBOX,
    /** The one-shot command. */
    CLI,
    /** The rejects of an earlier run, submitted again. */
    REPLAY
}
