package telco.usage.load;

import telco.usage.run.RejectReason;

/**
 * The first rule that a record breaks.
 *
 * @param column the column that broke it, null when it is the record as a whole
 * @param message what was found and what was expected
 */
public record Violation(RejectReason reason, UsageColumn column, String message) {

    private static final int SHOWN_CHARACTERS = 60;

    static Violation bad(UsageColumn column, String value, String expected) {
        return new Violation(
                column.bad(), column, column.columnName() + " is " + quote(value) + ", expected " + expected);
    }

    static Violation missing(RejectReason reason, UsageColumn column) {
        return new Violation(reason, column, column.columnName() + " is empty");
    }

    /** The record has the identity of an earlier one, but says something else. */
    public static Violation keyConflict() {
        return new Violation(
                RejectReason.KEY_CONFLICT,
                null,
                "customer, time, type, plan and charge are those of a row that was there first, but flags, duration or month"
                        + " differ");
    }

    /** The value as it may stand in a message: short, and without control characters. */
    static String quote(String value) {
        String printable = value.replaceAll("\\p{Cntrl}", "\uFFFD");
        return printable.length() <= SHOWN_CHARACTERS
                ? "'" + printable + "'"
                : "'" + printable.substring(0, SHOWN_CHARACTERS) + "…' (" + value.length() + " characters)";
    }
}
