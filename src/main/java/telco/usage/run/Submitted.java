package telco.usage.run;

/**
 * What a request over HTTP has become.
 *
 * @param run as it is now
 * @param repeated true when an earlier request with the same key had become this run
 */
public record Submitted(Run run, boolean repeated) {}
