package telco.usage.run;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /runs}: which file to load, and how. Every field may be missing. */
@Schema(description = "Which file to load, and how. Every field is optional, and so is the body.")
record RunSubmission(
        @Schema(
                description = "A file in one of the input directories, relative to them or absolute."
                        + " Without it: the file that CSV_FILE_PATH names.",
                maxLength = 4096,
                examples = "usage.csv")
        String path,

        @Schema(description = "Load the file even if the same content was loaded before.", defaultValue = "false")
        Boolean force,

        @Schema(description = "Do everything but make the rows visible.", defaultValue = "false")
        Boolean validateOnly) {

    /** What a request without a body means. */
    static final RunSubmission DEFAULT = new RunSubmission(null, null, null);

    boolean forced() {
        return Boolean.TRUE.equals(force);
    }

    boolean onlyValidates() {
        return Boolean.TRUE.equals(validateOnly);
    }
}
