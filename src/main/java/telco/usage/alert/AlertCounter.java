package telco.usage.alert;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;

/** Counts alerts by what became of them, so that silence can be told from a mail server that fails. */
@Startup
@Singleton
final class AlertCounter {

    /** What became of an alert. */
    enum Outcome {
        SENT,
        /** The mail server refused it, did not answer in time or is away. */
        FAILED,
        /** Settings are missing, nothing was tried. */
        NOT_CONFIGURED,
        /** Too many waited, or the service stopped before its turn. */
        DROPPED
    }

    private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);

    AlertCounter(MeterRegistry registry) {
        for (Outcome outcome : Outcome.values()) {
            counters.put(
                    outcome,
                    Counter.builder("telco.alerts")
                            .description("Alerts by what became of them")
                            .tag("channel", "MAIL")
                            .tag("outcome", outcome.name())
                            .register(registry));
        }
    }

    void count(Outcome outcome) {
        counters.get(outcome).increment();
    }
}
