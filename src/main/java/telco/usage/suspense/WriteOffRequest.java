package telco.usage.suspense;

import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import telco.usage.problem.ProblemException;
import telco.usage.request.EnumParameter;
import telco.usage.run.RejectReason;
import telco.usage.run.WhyRequest;

/** The body of {@code POST /runs/{id}/write-off}. */
@Schema(description = "Which rejects are given up, and why.")
record WriteOffRequest(
        @Schema(description = "The reason of the rejects.", required = true, implementation = RejectReason.class)
        String reason,

        @Schema(
                description = "Why nothing will come of them, for the audit.",
                required = true,
                maxLength = WhyRequest.LONGEST,
                examples = "test calls of the provider, INC-4711")
        String why) {

    /** What a request without a body says. */
    static final WriteOffRequest EMPTY = new WriteOffRequest(null, null);

    /** @throws ProblemException INVALID_REQUEST when it is missing or unknown */
    RejectReason requireReason() {
        if (reason == null) {
            throw ProblemException.invalid("reason", "must be one of " + Arrays.toString(RejectReason.values()));
        }
        return EnumParameter.read(RejectReason.class, "reason", reason);
    }

    /** @throws ProblemException INVALID_REQUEST when it is missing or too long */
    String requireWhy() {
        if (why == null || why.isBlank() || why.length() > WhyRequest.LONGEST) {
            throw ProblemException.invalid("why", "must be a text of 1 to " + WhyRequest.LONGEST + " characters");
        }
        return why.strip();
    }
}
