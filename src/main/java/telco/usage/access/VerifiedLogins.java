package telco.usage.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers who has given the right password, so that a client which sends it with each request does not cost a bcrypt
 * each time. Kept is no password but a keyed digest of it; the key is random and leaves this process with it. A hash that
 * is changed makes it forgotten.
 */
final class VerifiedLogins {

    private static final String ALGORITHM = "HmacSHA256";

    private record Verified(String hash, byte[] digest) {}

    private final Map<String, Verified> byName = new ConcurrentHashMap<>();
    private final SecretKeySpec key;

    VerifiedLogins() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
    }

    /** True when this very password was right before; takes as long whether it is or not. */
    boolean contain(User user, String password) {
        Verified verified = byName.get(user.name());
        return verified != null
                && verified.hash().equals(user.hash())
                && MessageDigest.isEqual(verified.digest(), digest(password));
    }

    void add(User user, String password) {
        byName.put(user.name(), new Verified(user.hash(), digest(password)));
    }

    private byte[] digest(String password) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
