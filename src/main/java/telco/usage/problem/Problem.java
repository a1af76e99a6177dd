package telco.usage.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A problem document (RFC 9457): the body of every answer that is an error. What does not apply is left out.
 *
 * @param type names the kind of problem, one for each code
 * @param title the same sentence for every occurrence of this type
 * @param detail what is wrong this time, and what to do about it
 * @param instance the path that was asked for
 * @param code what a program should look at
 * @param runId the run it is about
 * @param errors the single places where the request is wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        ProblemCode code,
        Integer runId,
        List<Violation> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** One field or parameter that is wrong. */
    public record Violation(String field, String message) {}

    /** A problem that is about no run and no single field. */
    public static Problem of(ProblemCode code, String detail, String instance) {
        return new Problem(code.type(), code.title(), code.status(), detail, instance, code, null, null);
    }

    static Problem of(ProblemException e, String instance) {
        ProblemCode code = e.code();
        return new Problem(
                code.type(), code.title(), code.status(), e.getMessage(), instance, code, e.runId(), e.errors());
    }
}
