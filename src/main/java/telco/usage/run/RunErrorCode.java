package telco.usage.run;

/** Why a run failed. Names are part of the HTTP contract: add, never rename. */
public enum RunErrorCode {
    /** The file was there when the run was accepted and is gone now. */
    FILE_NOT_FOUND,
    /** The file is there but cannot be read. */
    FILE_UNREADABLE,
    /** The file's length changed while it was read. */
    FILE_CHANGED,
    /** No byte, blank lines only, or a header and nothing behind it. */
    FILE_EMPTY,
    /** What is packed in the file cannot be unpacked: bytes are missing, were changed, or follow its end. */
    FILE_CORRUPT,
    /** The zip archive holds no file, or more than one. */
    ARCHIVE_NOT_ONE_MEMBER,
    /** The file is encrypted, or packed in a way that is not supported. */
    COMPRESSION_UNSUPPORTED,
    /** The file unpacks to more than MAX_UNPACKED_SIZE or MAX_UNPACKED_RATIO allow. */
    FILE_TOO_LARGE_UNPACKED,
    /** The first records have the wrong number of columns: this is no usage file, or separated by another character. */
    WRONG_COLUMN_COUNT,
    /** The first line is a header that lacks a needed column, names one twice, or names one that is not known. */
    BAD_HEADER,
    /** A larger part of the records than MAX_REJECT_RATIO broke a rule. */
    TOO_MANY_REJECTS,
    /** The events span more days than MAX_DAYS_PER_FILE. */
    TOO_MANY_DAYS,
    /** The file has more different event types than usage can have. */
    TOO_MANY_EVENT_TYPES,
    /** The file beside it that says what it holds cannot be understood. */
    CONTROL_FILE_INVALID,
    /** The file does not hold what the file beside it says. */
    CONTROL_MISMATCH,
    /** The spool folder has too little room for the file, or cannot be written. */
    SPOOL_UNUSABLE,
    /** A check found more than its limit for errors allows. What was staged is kept for a while and can be released. */
    QUALITY_GATE,
    /** What was read is not what is accounted for; nothing was published. */
    BALANCE_MISMATCH,
    /** The database refused, or stayed away through all attempts. */
    DATABASE_ERROR,
    /** The service died in every attempt at this run. */
    ATTEMPTS_EXHAUSTED,
    /** A fault of this service; its log has the details. */
    INTERNAL_ERROR
}
