package telco.usage.run;

/** How a step of a run went. */
public enum StepState {
    RUNNING,
    SUCCEEDED,
    /** There was nothing for it to do: switched off, not confirmed yet, or the run ended before. */
    SKIPPED,
    FAILED
}
