package telco.usage.run;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import telco.usage.access.Roles;
import telco.usage.audit.Actor;
import telco.usage.audit.Caller;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/** What {@code POST /runs} asks for: which file to load, and how. Every field may be missing; an upload has no path. */
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
        Boolean validateOnly,

        @Schema(description = "Stop when more records than this are rejected. Without it: MAX_REJECTS.", minimum = "0")
        Long maxRejects,

        @Schema(
                description = "Stop when a larger part of the records is rejected. Without it: MAX_REJECT_RATIO.",
                minimum = "0",
                maximum = "1",
                examples = "0.01")
        BigDecimal maxRejectRatio,

        @Schema(
                description =
                        "Which waiting run a worker takes next: high before normal before backfill, the oldest first."
                                + " While others wait, a backfill waits too.",
                enumeration = {"high", "normal", "backfill"},
                defaultValue = "normal")
        String priority) {

    /** What a request without a body means. */
    static final RunSubmission DEFAULT = new RunSubmission(null, null, null, null, null, null);

    private static final int MOST_DECIMALS = 10;

    /** @throws ProblemException INVALID_REQUEST when a field's value is none that it can have */
    void requireValid() {
        if (maxRejects != null && maxRejects < 0) {
            throw ProblemException.invalid("maxRejects", "must be a whole number, 0 or more");
        }
        if (maxRejectRatio != null && !isRatio(maxRejectRatio)) {
            throw ProblemException.invalid(
                    "maxRejectRatio", "must be a number from 0 to 1 with at most " + MOST_DECIMALS + " decimals");
        }
        urgency();
    }

    /** @throws ProblemException FORBIDDEN when it asks for what the caller may not */
    void requireAllowed(Caller caller) {
        if (forced() && !caller.has(Roles.ADMIN)) {
            throw new ProblemException(
                    ProblemCode.FORBIDDEN,
                    "force needs the role admin: it may load rows that were taken out on purpose.");
        }
    }

    private static boolean isRatio(BigDecimal value) {
        return value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0 && value.scale() <= MOST_DECIMALS;
    }

    private RunPriority urgency() {
        return RunPriority.read("priority", priority);
    }

    private boolean forced() {
        return Boolean.TRUE.equals(force);
    }

    private boolean onlyValidates() {
        return Boolean.TRUE.equals(validateOnly);
    }

    /** The request for the run that this asks for, once its file is known. */
    RunRequest request(RunTrigger trigger, Actor actor, String fileName, Path file, long sizeBytes) {
        return new RunRequest(
                trigger,
                actor,
                fileName,
                file,
                sizeBytes,
                forced(),
                onlyValidates(),
                urgency(),
                new RejectLimits(maxRejects, maxRejectRatio),
                null);
    }

    /**
     * What tells this request from another one, however it is written.
     *
     * @param file what tells its file from another one
     */
    Object[] meaning(Object... file) {
        Stream<Object> flags = Stream.of(forced(), onlyValidates(), urgency(), maxRejects, ratio());
        return Stream.concat(flags, Arrays.stream(file)).toArray();
    }

    /** Without the zeros at its end, which say nothing. */
    private String ratio() {
        return maxRejectRatio == null
                ? null
                : maxRejectRatio.stripTrailingZeros().toPlainString();
    }
}
