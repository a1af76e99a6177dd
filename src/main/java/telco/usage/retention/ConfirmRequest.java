package telco.usage.retention;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import telco.usage.problem.ProblemException;
import telco.usage.run.WhyRequest;
import telco.usage.warehouse.RetentionPolicy;

/** The body of {@code POST /retention/confirm}. */
@Schema(description = "Which period is confirmed, and why.")
record ConfirmRequest(
        @Schema(
                description =
                        "RETENTION_PERIOD_MONTHS as it is set: so that nobody confirms another one than they mean.",
                required = true,
                minimum = "1",
                maximum = "1200",
                examples = "3")
        Long periodMonths,

        @Schema(
                description = "Why so much may go, for the audit.",
                required = true,
                maxLength = WhyRequest.LONGEST,
                examples = "the law allows three months only from January on")
        String why) {

    /** What a request without a body says. */
    static final ConfirmRequest EMPTY = new ConfirmRequest(null, null);

    /** @throws ProblemException INVALID_REQUEST when it is missing or can be no period */
    int requirePeriodMonths() {
        if (periodMonths == null || periodMonths < 1 || periodMonths > RetentionPolicy.MOST_MONTHS) {
            throw ProblemException.invalid(
                    "periodMonths", "must be a whole number from 1 to " + RetentionPolicy.MOST_MONTHS);
        }
        return periodMonths.intValue();
    }

    /** @throws ProblemException INVALID_REQUEST when it is missing or too long */
    String requireWhy() {
        if (why == null || why.isBlank() || why.length() > WhyRequest.LONGEST) {
            throw ProblemException.invalid("why", "must be a text of 1 to " + WhyRequest.LONGEST + " characters");
        }
        return why.strip();
    }
}
