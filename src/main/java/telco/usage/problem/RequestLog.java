package telco.usage.problem;

import jakarta.ws.rs.core.UriInfo;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request and what went wrong with it, as they may stand in the log: the number of the customer whom the address names is
 * masked, for the log is kept when the customer is erased.
 *
 * @param path a caller's text as one harmless line
 * @param customer the number; null when the address names none
 */
record RequestLog(String path, String customer) {

    private static final Pattern CUSTOMER = Pattern.compile("(/customers/)([^/]+)");
    private static final String MASK = "*";

    static RequestLog of(UriInfo request) {
        Matcher named = CUSTOMER.matcher(request.getRequestUri().getPath());
        String path = CUSTOMER.matcher(request.getRequestUri().getRawPath()).replaceAll("$1" + MASK);
        return new RequestLog(path.replaceAll("[^\\x20-\\x7e]", "?"), named.find() ? named.group(2) : null);
    }

    /** What the database says of a row that it refuses may have the row in it. */
    String message(Throwable failure) {
        return masked(String.valueOf(failure.getMessage()));
    }

    /** The failure with all its causes. */
    String stack(Throwable failure) {
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack));
        return masked(stack.toString());
    }

    private String masked(String text) {
        return customer == null ? text : text.replaceAll("(?<![0-9])" + Pattern.quote(customer) + "(?![0-9])", MASK);
    }
}
