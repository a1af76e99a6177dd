package telco.usage.database;

import java.net.UnknownHostException;
import java.sql.SQLException;

/** Says in one line why the database cannot be used, and which setting to look at. */
final class DatabaseTrouble {

    private DatabaseTrouble() {}

    static String explain(Throwable failure) {
        Throwable innermost = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refusal) {
                return sentence(refusal) + advice(refusal);
            }
            innermost = cause;
        }
        // Not the server but Flyway: a changed or failed migration, or tables of a newer release.
        return "The tables do not fit this release: " + firstLines(innermost.getMessage())
                + " Check that TELCO_DATABASE_NAME is this service's database, and its release.";
    }

    private static String advice(SQLException refusal) {
        String state = refusal.getSQLState() == null ? "08000" : refusal.getSQLState();
        return switch (state.substring(0, 2)) {
            case "08" -> " Check TELCO_DATABASE_HOST and TELCO_DATABASE_PORT, and that the server runs.";
            case "28" -> " Check TELCO_DATABASE_USER and TELCO_DATABASE_PASSWORD.";
            case "3D" -> " Create the database, or check TELCO_DATABASE_NAME.";
            case "42" -> " TELCO_DATABASE_USER must own the database TELCO_DATABASE_NAME.";
            case "P0" -> " Check TELCO_DATABASE_NAME.";
            default -> "";
        };
    }

    private static String sentence(SQLException refusal) {
        // The driver's own advice speaks of what its user does not set.
        String message = firstLines(refusal.getMessage()).replaceFirst(" Check that the hostname and port.*", "");
        // The driver keeps it to itself that the name does not resolve.
        String more = refusal.getCause() instanceof UnknownHostException unknown
                ? " Unknown host: " + unknown.getMessage() + "."
                : "";
        return message + (message.endsWith(".") ? "" : ".") + more;
    }

    /** Messages come with hints, positions and statements on further lines. */
    private static String firstLines(String message) {
        return String.valueOf(message)
                .lines()
                .limit(2)
                .map(String::strip)
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }
}
