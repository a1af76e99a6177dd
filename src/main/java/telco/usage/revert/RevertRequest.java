package telco.usage.revert;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /runs/{id}/revert}; it may be missing. */
@Schema(description = "Why the run is reverted. The field is optional, and so is the body.")
record RevertRequest(
        @Schema(
                description = "For the audit.",
                maxLength = RevertRequest.LONGEST,
                examples = "delivered for the wrong operator")
        String why) {

    static final int LONGEST = 500;

    /** What a request without a body means. */
    static final RevertRequest DEFAULT = new RevertRequest(null);
}
