package telco.usage.run;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import telco.usage.problem.ProblemException;

/** The query parameter of what can be waited for. */
public final class WaitQuery {

    static final Duration LONGEST = Duration.ofSeconds(60);

    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(s|ms)?");

    @Parameter(
            description = "How long to wait for an answer that is worth it, at most 60s: seconds, as in 30s or 30, or"
                    + " milliseconds, as in 500ms.",
            schema = @Schema(type = SchemaType.STRING, pattern = "[0-9]{1,6}(s|ms)?", defaultValue = "0s"),
            example = "30s")
    @RestQuery
    public String wait;

    /**
     * How long the caller wants to wait.
     *
     * @throws ProblemException INVALID_REQUEST when it is no such time, or too long
     */
    Duration longest() {
        if (wait == null) {
            return Duration.ZERO;
        }
        Matcher form = FORM.matcher(wait);
        if (!form.matches()) {
            throw refused();
        }
        long number = Long.parseLong(form.group(1));
        Duration longest = "ms".equals(form.group(2)) ? Duration.ofMillis(number) : Duration.ofSeconds(number);
        if (longest.compareTo(LONGEST) > 0) {
            throw refused();
        }
        return longest;
    }

    private static ProblemException refused() {
        return ProblemException.invalid("wait", "must be a time from 0s to 60s, as in 30s or 500ms");
    }
}
