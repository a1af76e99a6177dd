package telco.usage.run;

/** Fired once when a run has reached its final state and that is committed. */
public record RunFinished(Run run) {}
