package telco.usage.pipeline;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import telco.usage.jdbc.DatabaseException;
import telco.usage.run.Attempt;
import telco.usage.run.Run;
import telco.usage.run.Runs;
import telco.usage.run.StepName;
import telco.usage.run.StepState;
import telco.usage.run.TraceParent;

/**
 * Tells logs and traces what is under way. A span for each attempt at a run, under the request that asked for it, and one for
 * each step; none while traces are off.
 */
@Singleton
final class RunTracer {

    private static final Logger LOG = Logger.getLogger(RunTracer.class);

    private final Tracer tracer;
    private final Runs runs;
    private final boolean off;

    RunTracer(Tracer tracer, Runs runs, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean off) {
        this.tracer = tracer;
        this.runs = runs;
        this.off = off;
    }

    Trace begin(Attempt attempt) {
        Run run = attempt.run();
        Span span = tracer.spanBuilder("run")
                .setParent(request(run))
                .setAttribute("telco.run.id", run.id())
                .setAttribute("telco.run.trigger", run.trigger().name())
                .setAttribute("telco.run.attempt", attempt.number())
                .setAttribute("telco.file.name", run.file().name())
                .setAttribute("telco.file.bytes", run.file().sizeBytes())
                .startSpan();
        return new Trace(span, RunLogContext.of(run));
    }

    private Context request(Run run) {
        if (off) {
            return Context.root();
        }
        try {
            return runs.traceParent(run.id())
                    .map(TraceParent::spanContext)
                    .map(context -> Context.root().with(Span.wrap(context)))
                    .orElse(Context.root());
        } catch (DatabaseException e) {
            LOG.debugf("%s begins a trace of its own: %s", run.label(), e.getMessage());
            return Context.root();
        }
    }

    /** One attempt, until it is closed. */
    final class Trace implements AutoCloseable {

        private final Span span;
        private final RunLogContext log;

        private Trace(Span span, RunLogContext log) {
            this.span = span;
            this.log = log;
        }

        Span begin(StepName step) {
            log.step(step);
            return tracer.spanBuilder(step.name())
                    .setParent(Context.root().with(span))
                    .startSpan();
        }

        void end(Span step, StepState state) {
            step.setAttribute("telco.step.state", state.name());
            if (state == StepState.FAILED) {
                step.setStatus(StatusCode.ERROR);
            }
            step.end();
        }

        /** @param run empty when it went back into the queue or to another worker */
        void end(Optional<Run> run) {
            String state = run.map(over -> over.state().name()).orElse("HANDED_BACK");
            span.setAttribute("telco.run.state", state);
            run.map(Run::error)
                    .ifPresent(error ->
                            span.setStatus(StatusCode.ERROR, error.code().name()));
        }

        @Override
        public void close() {
            log.close();
            span.end();
        }
    }
}
