package telco.usage.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import telco.usage.inbox.InboxPoller;
import telco.usage.pipeline.WorkerPulse;

/** What only this instance knows: what waits in its inbox, as it saw it when it last looked, and whether its workers turn. */
@Startup
@Singleton
final class InstanceGauges {

    private final GaugeSet gauges;

    InstanceGauges(InboxPoller inbox, WorkerPulse pulse, MeterRegistry registry) {
        this.gauges = new GaugeSet(registry)
                .add(
                        "telco.inbox.oldest.file.age",
                        "seconds",
                        "How long the oldest file of the inbox has waited to be taken; 0 when none waits",
                        () -> inbox.oldestFileAge().toMillis() / 1_000.0)
                .add(
                        "telco.inbox.waiting.files",
                        null,
                        "Files in the inbox that were not taken yet, those that are still written included",
                        inbox::waitingFiles)
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
