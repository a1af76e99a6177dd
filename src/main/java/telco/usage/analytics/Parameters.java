package telco.usage.analytics;

import java.time.DateTimeException;
import java.time.LocalDate;
import telco.usage.problem.ProblemException;

/** Reads query parameters, each null when it is missing; what cannot be right is an INVALID_REQUEST that names it. */
final class Parameters {

    static final String MONTH = "^[0-9]{4}-(0[1-9]|1[0-2])$";

    private static final int LONGEST_TYPE = 50;

    private Parameters() {}

    static String month(String text) {
        if (text != null && !text.matches(MONTH)) {
            throw ProblemException.invalid("month", "must be a month like 2016-03");
        }
        return text;
    }

    static String type(String text) {
        // A NUL is in no text of the database, which would refuse the statement.
        if (text != null && (text.codePointCount(0, text.length()) > LONGEST_TYPE || text.indexOf('\0') >= 0)) {
            throw ProblemException.invalid("type", "must be an event type, of at most " + LONGEST_TYPE + " characters");
        }
        return text;
    }

    static LocalDate day(String parameter, String text) {
        if (text == null) {
            return null;
        }
        try {
            // Years of more than four digits are written with a sign, and are more than the database knows.
            if (text.matches("[0-9].*")) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException e) {
            throw noDay(parameter);
        }
        throw noDay(parameter);
    }

    private static ProblemException noDay(String parameter) {
        return ProblemException.invalid(parameter, "must be a day like 2016-03-01");
    }
}
