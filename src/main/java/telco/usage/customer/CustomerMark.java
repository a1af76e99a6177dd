package telco.usage.customer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import telco.usage.load.csv.Delimiter;
import telco.usage.problem.ProblemException;

/**
 * Tells texts in which a customer's number stands. Nobody knows which column of a broken record is which, so any field
 * that is the number counts, be it a rate plan: better one record too many than one too few.
 *
 * <p>A field ends where a record of any of our formats can end one: at the start and the end, at a comma, semicolon, bar,
 * quote, blank or the delimiter that is set, and at whatever is no ASCII character that can be seen. Leading zeros, a plus
 * and empty decimals ({@code +0042.0}) make no other number of it.
 */
final class CustomerMark {

    /** What stands in a text for what was erased from it. */
    static final String ERASED = "(erased)";

    /** How far from the start of a quoted value the number can stand: values are quoted up to 60 characters. */
    private static final String IN_A_QUOTED_VALUE = "(?<=is '(?:(?!', expected).){0,70})";

    /** A byte that is shown by its number, as in {@code \303}. */
    private static final Pattern SHOWN_BYTE = Pattern.compile("\\\\[0-3][0-7]{2}");

    private final Pattern field;
    private final Pattern quoted;
    private final Pattern number;

    CustomerMark(CustomerId customer, Delimiter delimiter) {
        String inside = "[\\x21-\\x7e&&[^,;|\"'\\x%02x]]".formatted(delimiter.character());
        String written = (customer.value() < 0 ? "-" : "\\+?") + "0*" + customer.digits() + "(?:\\.0*)?";
        String whole = "(?<!" + inside + ")" + written + "(?!" + inside + ")";
        field = Pattern.compile(whole);
        quoted = Pattern.compile(IN_A_QUOTED_VALUE + whole, Pattern.DOTALL);
        number = Pattern.compile("(?<![0-9])0*" + customer.digits() + "(?![0-9])");
    }

    /** True when a field of the record is the number. Decoded byte by byte: the number is ASCII in all that is stored. */
    boolean isIn(byte[] record) {
        return field.matcher(new String(record, ISO_8859_1)).find();
    }

    /** The same of a record as it is shown. */
    boolean isIn(String record) {
        return field.matcher(SHOWN_BYTE.matcher(record).replaceAll("\u00ff")).find();
    }

    /** A message in which no value is quoted that has the number in it. Other numbers of a message are counts. */
    String withoutQuotes(String message) {
        return quoted.matcher(message).replaceAll(Matcher.quoteReplacement(ERASED));
    }

    /**
     * To be asked of what goes into the audit, which is never changed: who is named there stays there.
     *
     * @throws ProblemException INVALID_REQUEST when the number stands anywhere in what somebody wrote
     */
    void requireNotIn(String field, String text) {
        if (number.matcher(text).find()) {
            throw ProblemException.invalid(
                    field, "must not contain the customer's number: it goes into the audit, which is never changed");
        }
    }
}
