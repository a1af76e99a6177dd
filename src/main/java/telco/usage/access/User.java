package telco.usage.access;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody who may log in.
 *
 * @param name what the audit calls them
 * @param hash the bcrypt hash of the password, in the form {@code $2y$10$…}
 * @param role one of {@link Roles}
 */
record User(String name, String hash, String role) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

    /** A cost above 15 would keep a core busy for seconds at each login. */
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-5])\\$[./A-Za-z0-9]{53}");

    private static final String EXPECTED = "expected NAME:HASH:ROLE with a bcrypt hash and a role of " + Roles.ALL;

    /**
     * Reads {@code name:hash:role}.
     *
     * @throws IllegalArgumentException that says what is wrong, and does not show the hash
     */
    static User parse(String text) {
        List<String> parts = List.of(text.strip().split(":", -1));
        if (parts.size() != 3) {
            throw new IllegalArgumentException("%d parts, %s".formatted(parts.size(), EXPECTED));
        }
        User user = new User(
                parts.get(0).strip(), parts.get(1).strip(), parts.get(2).strip());
        if (!isName(user.name)) {
            throw new IllegalArgumentException("a name has 1 to 64 letters, digits and . _ @ -");
        }
        if (!BCRYPT.matcher(user.hash).matches()) {
            throw new IllegalArgumentException(
                    "the password of %s is no bcrypt hash like $2y$10$… with a cost of 4 to 15".formatted(user.name));
        }
        if (!Roles.ALL.contains(user.role)) {
            throw new IllegalArgumentException(
                    "%s has the role '%s', expected one of %s".formatted(user.name, user.role, Roles.ALL));
        }
        return user;
    }

    /** True when a user may be called so. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The power of two that says how long one guess takes. */
    int cost() {
        Matcher matcher = BCRYPT.matcher(hash);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** Without the hash: it must not get into a log by accident. */
    @Override
    public String toString() {
        return name + " (" + role + ")";
    }
}
