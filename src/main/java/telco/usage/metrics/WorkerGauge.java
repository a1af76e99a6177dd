package telco.usage.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import telco.usage.pipeline.WorkerPulse;

/** Whether the workers of this instance turn. */
@Startup
@Singleton
final class WorkerGauge {

    private final GaugeSet gauges;

    WorkerGauge(WorkerPulse pulse, MeterRegistry registry) {
        this.gauges = new GaugeSet(registry)
                .add(
                        "telco.worker.turn.age",
                        "seconds",
                        "How long ago a worker of this instance last looked for a run or its run was under way, at the worst",
                        () -> pulse.age().toMillis() / 1_000.0);
    }

    @PreDestroy
    void unregister() {
        gauges.remove();
    }
}
