package telco.usage.access;

import io.quarkus.elytron.security.common.BcryptUtil;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Compares a password with the hash of a user, or for one who does not exist with a hash that costs as much. */
final class Passwords {

    /** Nobody's: of a password that is thrown away. */
    private final String decoy = BcryptUtil.bcryptHash(random(), User.COMMON_COST);

    /** Blocks for as long as the hash costs, some 0.1 s; the answer for an unknown user takes as long. */
    boolean match(Optional<User> user, String password) {
        String hash = user.map(User::hash).orElse(decoy);
        // The letter tells which program wrote the hash; they differ only for passwords with a length beyond 72 bytes.
        boolean equal = BcryptUtil.matches(password, hash.replaceFirst("^\\$2[by]\\$", "\\$2a\\$"));
        return user.isPresent() && equal;
    }

    private static String random() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
