package telco.usage.expected;

/** How it stands with a file that was not there when it was due. */
enum FileState {
    LATE,
    MISSING,
    /** Its number was skipped. */
    GAP,
    ARRIVED
}
