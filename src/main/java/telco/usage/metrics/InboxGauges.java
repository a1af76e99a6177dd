package telco.usage.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import telco.usage.inbox.InboxPoller;

/** What waits in the inbox, as this instance saw it when it last looked. */
@Startup
@Singleton
final class InboxGauges {

    private final GaugeSet gauges;

    InboxGauges(InboxPoller inbox, MeterRegistry registry) {
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
                        inbox::waitingFiles);
    }

    @PreDestroy
    void unregister() {
        gauges.remove();
    }
}
