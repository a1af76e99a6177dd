package telco.usage.access;

import io.quarkus.elytron.security.common.BcryptUtil;

/** Hashes of passwords, by bcrypt: slow on purpose, so that who steals one cannot guess fast. */
public final class PasswordHash {

    /** Each step up makes a guess, and a login, take twice as long; at ten it is some 0.1 s. */
    static final int COST = 10;

    /** What stands behind the cost in a hash that no password has. */
    private static final String NOBODYS = ".".repeat(53);

    private PasswordHash() {}

    /** A hash of this password, to be put into the list of users; another one each time. */
    public static String of(String password) {
        return BcryptUtil.bcryptHash(password, COST);
    }

    /** Compares; takes as long as the hash costs. */
    static boolean matches(String password, String hash) {
        // The letter tells which program wrote the hash, and makes no difference in what it says.
        return BcryptUtil.matches(password, hash.replaceFirst("^\\$2[by]\\$", "\\$2a\\$"));
    }

    /** Compares with nothing, and takes as long as a hash of this cost: a name that is nobody's must not show by that. */
    static void pretend(String password, int cost) {
        matches(password, "$2a$%02d$%s".formatted(cost, NOBODYS));
    }

    /** Takes as long as a hash of the cost {@code to} does beyond one of {@code from}: each step takes as long as all below. */
    static void pretend(String password, int from, int to) {
        for (int cost = from; cost < to; cost++) {
            pretend(password, cost);
        }
    }
}
