package telco.usage.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import telco.usage.disk.Disk;
import telco.usage.disk.Disks;

/** The room that is left where the service writes. */
@Startup
@Singleton
final class DiskGauges {

    private final GaugeSet gauges;

    DiskGauges(Disks disks, MeterRegistry registry) {
        this.gauges = new GaugeSet(registry);
        for (Disk disk : disks.all()) {
            Tags directory = Tags.of("directory", disk.name());
            gauges.add("telco.disk.free", "bytes", "Room left for this folder", directory, disk::freeBytes)
                    .add(
                            "telco.disk.size",
                            "bytes",
                            "The size of the disk that it lies on",
                            directory,
                            disk::sizeBytes);
        }
    }

    @PreDestroy
    void unregister() {
        gauges.remove();
    }
}
