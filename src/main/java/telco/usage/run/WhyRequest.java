package telco.usage.run;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import telco.usage.problem.ProblemException;
import telco.usage.request.StrictJson;

/**
 * The body of a request that somebody may have to answer for; it may be missing.
 *
 * @param why for the audit; null when nobody said it
 */
@Schema(description = "Why it is asked for. The field is optional, and so is the body.")
public record WhyRequest(
        @Schema(
                description = "For the audit.",
                maxLength = WhyRequest.LONGEST,
                examples = "delivered for the wrong operator")
        String why) {

    /** How many characters it may have. */
    public static final int LONGEST = 500;

    private static final WhyRequest NOTHING = new WhyRequest(null);

    /**
     * Reads a request's body.
     *
     * @return what it says; null when it says nothing
     * @throws ProblemException INVALID_REQUEST when it is no such body, or says more than may be
     */
    public static String read(InputStream body, String contentType) throws IOException {
        String why = StrictJson.read(body, contentType, WhyRequest.class)
                .orElse(NOTHING)
                .why();
        if (why != null && why.length() > LONGEST) {
            throw ProblemException.invalid("why", "must not be longer than " + LONGEST + " characters");
        }
        return why;
    }
}
