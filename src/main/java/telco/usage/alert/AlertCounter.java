package telco.usage.alert;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;

/** Counts tries to tell somebody, by what became of them, so that silence can be told from a server that fails. */
@Startup
@Singleton
final class AlertCounter {

    /** What became of a try. */
    enum Outcome {
        SENT,
        /** It was refused, not answered in time, or the other side is away; it is tried again. */
        FAILED,
        /** The same, for the last time. */
        GIVEN_UP
    }

    private final Map<Channel, Map<Outcome, Counter>> counters = new EnumMap<>(Channel.class);

    AlertCounter(MeterRegistry registry) {
        for (Channel channel : Channel.values()) {
            Map<Outcome, Counter> ofChannel = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                ofChannel.put(
                        outcome,
                        Counter.builder("telco.alerts")
                                .description("Tries to tell somebody of a problem, by what became of them")
                                .tag("channel", channel.name())
                                .tag("outcome", outcome.name())
                                .register(registry));
            }
            counters.put(channel, ofChannel);
        }
    }

    void count(Channel channel, Outcome outcome) {
        counters.get(channel).get(outcome).increment();
    }
}
