package telco.usage.alert;

import telco.usage.run.Severity;

/**
 * A problem that a person is to be told of.
 *
 * @param fingerprint two alerts with the same one are about the same problem
 * @param runId the run it is about, null when it is about none
 */
public record Alert(Audience audience, Severity severity, String fingerprint, Integer runId, Notice notice) {

    /** What is told of a problem. */
    enum Kind {
        /** That it is there. */
        PROBLEM,
        /** How often it came again. */
        REPEATED,
        /** That it is over. */
        RECOVERED
    }
}
