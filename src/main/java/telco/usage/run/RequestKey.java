package telco.usage.run;

import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import telco.usage.digest.Sha256;
import telco.usage.problem.ProblemException;

/**
 * By what a request is known when it comes again: a caller who got no answer sends it once more, and there is one run. Keys
 * are the same for all callers, and are kept as long as their runs.
 *
 * @param value what the caller calls the request
 * @param digest SHA-256 of what the request means: the same key with another meaning is a mistake
 */
public record RequestKey(String value, String digest) {

    /** The request header that has the key. */
    public static final String HEADER = "Idempotency-Key";

    private static final int LONGEST = 255;

    /**
     * The key that a request says; empty when it says none.
     *
     * @throws ProblemException INVALID_REQUEST when it is no key, or when there are several
     */
    public static Optional<String> read(HttpHeaders headers) {
        // All of them: asked for one, the framework takes an empty one for none, and whoever sent it would rely on
        // nothing.
        List<String> values = headers.getRequestHeader(HEADER);
        if (values == null || values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1 || !isKey(values.get(0))) {
            throw ProblemException.invalid(
                    HEADER, "must be one key of 1 to " + LONGEST + " printable ASCII characters");
        }
        return Optional.of(values.get(0));
    }

    private static boolean isKey(String value) {
        return !value.isEmpty()
                && value.length() <= LONGEST
                && value.chars().allMatch(character -> character >= ' ' && character <= '~');
    }

    /**
     * The key with what it stands for.
     *
     * @param meaning all that makes the request what it is, in the same order each time; parts may be null
     */
    public static RequestKey of(String value, Object... meaning) {
        return new RequestKey(value, digest(meaning));
    }

    private static String digest(Object... meaning) {
        MessageDigest digest = Sha256.begin();
        for (Object part : meaning) {
            String text = String.valueOf(part);
            // With its length and whether it is there, so that no two lists of parts look alike.
            String marked = (part == null ? "-" : "+") + text.length() + ":" + text;
            digest.update(marked.getBytes(StandardCharsets.UTF_8));
        }
        return Sha256.end(digest);
    }
}
