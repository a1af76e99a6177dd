package telco.usage.alert;

import telco.usage.run.Severity;

/**
 * A problem that a person is to be told of.
 *
 * @param fingerprint two alerts with the same one are about the same problem
 * @param runId the run it is about, null when it is about none
 */
public record Alert(Audience audience, Severity severity, String fingerprint, Integer runId, Notice notice) {}
