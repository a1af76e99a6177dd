package telco.usage.run;

/**
 * One step of a run. A step finds what it needs in the {@link Attempt} and leaves there what it found: the tally,
 * findings, the file's hash. It is done when it returns, and the run fails when it throws.
 *
 * <p>Before PUBLISH commits a step changes nothing that anybody but this attempt sees, so an attempt may end anywhere.
 */
public interface Step {

    StepName name();

    /**
     * Does the work.
     *
     * @return {@link StepState#SUCCEEDED}; {@link StepState#SKIPPED} when there was nothing to do; {@link
     *     StepState#FAILED} when the step failed but the run need not, with a finding that says why
     * @throws RunFailedException when the run cannot succeed, with the reason for the user
     * @throws telco.usage.jdbc.DatabaseException when the database failed; the run is tried again if that can pass
     * @throws AttemptLostException when the attempt was told to stop, see {@link Attempt#checkpoint()}
     */
    StepState perform(Attempt attempt);
}
