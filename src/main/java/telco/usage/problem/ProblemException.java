package telco.usage.problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Ends a request with a problem document. The message is the document's detail, so it is written for the caller. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final Integer runId;
    private final Duration retryAfter;
    private final transient List<Problem.Violation> errors;

    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, null, null, null);
    }

    private ProblemException(
            ProblemCode code, String detail, Integer runId, Duration retryAfter, List<Problem.Violation> errors) {
        super(detail);
        this.code = code;
        this.runId = runId;
        this.retryAfter = retryAfter;
        this.errors = errors;
    }

    /** One field of the body or one parameter is wrong; {@code message} goes on where the name ends: "must be a number". */
    public static ProblemException invalid(String field, String message) {
        return new ProblemException(
                ProblemCode.INVALID_REQUEST,
                field + " " + message,
                null,
                null,
                List.of(new Problem.Violation(field, message)));
    }

    /** The same problem, about this run. */
    public ProblemException about(int run) {
        return new ProblemException(code, getMessage(), run, retryAfter, errors);
    }

    /** The same problem; the same request may succeed after {@code wait}. */
    public ProblemException retryAfter(Duration wait) {
        return new ProblemException(code, getMessage(), runId, wait, errors);
    }

    public ProblemCode code() {
        return code;
    }

    /** The run it is about, null when there is none. */
    Integer runId() {
        return runId;
    }

    /** Null when no single field is to blame. */
    List<Problem.Violation> errors() {
        return errors;
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
