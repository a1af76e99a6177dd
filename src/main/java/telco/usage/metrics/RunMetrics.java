package telco.usage.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import telco.usage.run.Disposition;
import telco.usage.run.Run;
import telco.usage.run.RunFinished;
import telco.usage.run.RunState;
import telco.usage.run.RunTrigger;
import telco.usage.run.StepName;
import telco.usage.run.StepState;

/**
 * Counts what finished runs did. Rows and rejects count only where the run was published, so that a file that fails
 * and comes again is counted once; bytes and times count always, for the work was done.
 */
@Startup
@Singleton
final class RunMetrics {

    /** From a small daily file to six months at once on a slow machine. */
    private static final Duration[] STEP_BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofMinutes(10),
        Duration.ofMinutes(30),
        Duration.ofHours(1)
    };

    private final MeterRegistry registry;
    private final RejectReasons rejectReasons;

    RunMetrics(MeterRegistry registry, RejectReasons rejectReasons) {
        this.registry = registry;
        this.rejectReasons = rejectReasons;
        registerAtZero();
    }

    /** A series that appears with its first event hides that event from rate() and increase(). */
    private void registerAtZero() {
        for (RunTrigger trigger : RunTrigger.values()) {
            for (RunState state : RunState.values()) {
                if (state.isDone()) {
                    runs(trigger, state);
                }
            }
        }
        for (Disposition disposition : Disposition.values()) {
            rows(disposition);
            charge(disposition);
        }
        for (StepName step : StepName.values()) {
            stepDuration(step);
        }
        readBytes();
    }

    void onFinished(@Observes RunFinished finished) {
        Run run = finished.run();
        runs(run.trigger(), run.state()).increment();
        readBytes().increment(run.progress().bytesRead());
        for (Run.StepRecord step : run.steps()) {
            if (step.state() == StepState.SUCCEEDED || step.state() == StepState.FAILED) {
                stepDuration(step.name())
                        .record(Duration.ofMillis(
                                step.seconds().movePointRight(3).longValue()));
            }
        }
        if (run.publishedAt() != null) {
            countRows(run);
        }
    }

    private void countRows(Run run) {
        for (Disposition disposition : Disposition.values()) {
            rows(disposition).increment(run.tally().rows(disposition));
            // Credits can make a sum negative, and a counter cannot go back.
            charge(disposition)
                    .increment(Math.max(0, run.tally().get(disposition).charge().doubleValue()));
        }
        rejectReasons.of(run).forEach((reason, rows) -> rejects(reason).increment(rows));
    }

    private Counter runs(RunTrigger trigger, RunState outcome) {
        return Counter.builder("telco.runs")
                .description("Finished runs by the door they came through and their final state")
                .tag("trigger", trigger.name())
                .tag("outcome", outcome.name())
                .register(registry);
    }

    private Counter rows(Disposition disposition) {
        return Counter.builder("telco.rows")
                .description("Records of published runs by what became of them; READ is the sum of the others")
                .tag("disposition", disposition.key())
                .register(registry);
    }

    private Counter charge(Disposition disposition) {
        return Counter.builder("telco.charge")
                .description(
                        "What the records of published runs charge, in the currency of the files; a sum below zero counts as none")
                .tag("disposition", disposition.key())
                .register(registry);
    }

    private Counter rejects(String reason) {
        return Counter.builder("telco.rejects")
                .description("Records of published runs that were kept aside, by reason")
                .tag("reason", reason)
                .register(registry);
    }

    private Counter readBytes() {
        return Counter.builder("telco.read")
                .description("Bytes read from input files")
                .baseUnit("bytes")
                .register(registry);
    }

    private Timer stepDuration(StepName step) {
        return Timer.builder("telco.step.duration")
                .description("How long the steps of runs took")
                .tag("step", step.name())
                .serviceLevelObjectives(STEP_BUCKETS)
                .register(registry);
    }
}
