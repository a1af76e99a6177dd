package telco.usage.audit;

import telco.usage.problem.ProblemException;

/**
 * Who does something. Over HTTP it is the login; where nobody has to log in, who the caller says it is, which a proxy with a
 * login should set.
 *
 * @param name one line for people to read
 */
public record Actor(String name) {

    /** The request header that names the caller. */
    public static final String HEADER = "X-Actor";

    /** What the service does by itself. */
    public static final Actor SERVICE = new Actor("service");

    static final Actor UNNAMED = new Actor("unnamed caller");

    private static final int LONGEST = 100;

    /**
     * The caller of a request.
     *
     * @param header the value of {@link #HEADER}, null when the request has none
     * @throws ProblemException INVALID_REQUEST when it is too long or has characters that are not for reading
     */
    public static Actor ofHeader(String header) {
        if (header == null || header.isBlank()) {
            return UNNAMED;
        }
        if (header.length() > LONGEST || header.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.invalid(HEADER, "must be a name of at most " + LONGEST + " printable characters");
        }
        return new Actor(header.strip());
    }

    /** The text as one line of at most 100 characters that are for reading; a token's name may be anything. */
    static String printable(String name) {
        String line = name.codePoints()
                .map(character -> Character.isISOControl(character) ? '?' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
    }

    /** The operating system's user who started this process. */
    public static Actor ofProcess() {
        return new Actor(System.getProperty("user.name"));
    }
}
