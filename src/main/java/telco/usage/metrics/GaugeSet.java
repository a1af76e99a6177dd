package telco.usage.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Gauges that come and go together: the registry outlives a bean where a test or dev mode starts the application again. */
final class GaugeSet {

    private final MeterRegistry registry;
    private final List<Gauge> gauges = new ArrayList<>();

    GaugeSet(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param unit null for a plain number */
    GaugeSet add(String name, String unit, String description, Supplier<Number> value) {
        return add(name, unit, description, Tags.empty(), value);
    }

    GaugeSet add(String name, String unit, String description, Tags tags, Supplier<Number> value) {
        gauges.add(Gauge.builder(name, value)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry));
        return this;
    }

    void remove() {
        gauges.forEach(registry::remove);
    }
}
