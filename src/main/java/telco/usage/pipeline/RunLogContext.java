package telco.usage.pipeline;

import org.jboss.logging.MDC;
import telco.usage.input.LogText;
import telco.usage.run.Run;
import telco.usage.run.StepName;

/** Says of each line that a thread logs, and those that it starts, which run it is about; JSON logs have it as fields. */
final class RunLogContext implements AutoCloseable {

    private static final String RUN = "runId";
    private static final String FILE = "file";
    private static final String STEP = "step";

    private RunLogContext() {}

    /** Until it is closed. */
    static RunLogContext of(Run run) {
        MDC.put(RUN, run.id());
        MDC.put(FILE, LogText.of(run.file().name()));
        return new RunLogContext();
    }

    /** Until the next step, or until it is closed. */
    void step(StepName name) {
        MDC.put(STEP, name.name());
    }

    @Override
    public void close() {
        MDC.remove(RUN);
        MDC.remove(FILE);
        MDC.remove(STEP);
    }
}
