package telco.usage.suspense;

/** How rejects look as CSV. Names are part of the HTTP contract: add, never rename. */
enum RejectForm {
    /** The untouched bytes of the provider, to be corrected and loaded again. Not for a spreadsheet: it would run formulas. */
    RECORDS,
    /** A table for people, safe to open in a spreadsheet. */
    TABLE
}
