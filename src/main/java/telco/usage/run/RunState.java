package telco.usage.run;

/**
 * Where a run stands. The last six are final: a run that has one of them changes its report only when somebody reverts it
 * or releases what a check has stopped.
 */
public enum RunState {
    /** Accepted, waits for a worker. */
    QUEUED,
    /** A worker has it. */
    RUNNING,
    /** A worker has it and was told to stop. */
    CANCELLING,
    /** Published, nothing to look at. */
    SUCCEEDED,
    /** Published, and there are findings that somebody should look at. */
    SUCCEEDED_WITH_WARNINGS,
    /** The same content is in the warehouse already; nothing was done. */
    SKIPPED_DUPLICATE,
    /** Nothing was published; the run's error says why. */
    FAILED,
    /** Stopped on request; nothing was published. */
    CANCELLED,
    /** Was published, then taken out again on request. */
    REVERTED;

    /** True for the final states. */
    public boolean isDone() {
        return switch (this) {
            case QUEUED, RUNNING, CANCELLING -> false;
            case SUCCEEDED, SUCCEEDED_WITH_WARNINGS, SKIPPED_DUPLICATE, FAILED, CANCELLED, REVERTED -> true;
        };
    }
}
