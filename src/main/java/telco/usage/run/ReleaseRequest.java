package telco.usage.run;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /runs/{id}/publish}; it may be missing. */
@Schema(description = "Why the run is to be published. The field is optional, and so is the body.")
record ReleaseRequest(
        @Schema(
                description = "For the audit.",
                maxLength = ReleaseRequest.LONGEST,
                examples = "the provider confirms the new event type")
        String why) {

    static final int LONGEST = 500;

    /** What a request without a body means. */
    static final ReleaseRequest DEFAULT = new ReleaseRequest(null);
}
