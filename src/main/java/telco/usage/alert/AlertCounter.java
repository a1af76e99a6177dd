package telco.usage.alert;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import telco.usage.run.AlertDelivery.Channel;

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
    private final List<Gauge> gauges = new ArrayList<>();
    private final Map<Channel, AtomicLong> pending = new EnumMap<>(Channel.class);

    private final MeterRegistry registry;

    AlertCounter(MeterRegistry registry) {
        this.registry = registry;
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
            AtomicLong waiting = new AtomicLong();
            gauges.add(Gauge.builder("telco.alerts.pending", waiting::get)
                    .description("Alerts that nobody has taken yet")
                    .tag("channel", channel.name())
                    .register(registry));
            pending.put(channel, waiting);
        }
    }

    /** The registry can outlive this object, and would ask it on. */
    @PreDestroy
    void stop() {
        gauges.forEach(registry::remove);
    }

    /** So many of the channel wait. */
    void waiting(Channel channel, long deliveries) {
        pending.get(channel).set(deliveries);
    }

    void count(Channel channel, Outcome outcome) {
        counters.get(channel).get(outcome).increment();
    }
}
