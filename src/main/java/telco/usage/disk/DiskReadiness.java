package telco.usage.disk;

import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** {@code /q/health/ready}: whether there is room where the service writes, and where not. */
@Readiness
@Singleton
final class DiskReadiness implements HealthCheck {

    private final Disks disks;

    DiskReadiness(Disks disks) {
        this.disks = disks;
    }

    @Override
    public HealthCheckResponse call() {
        List<Disk> full = disks.full();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("disk").status(full.isEmpty());
        disks.all().forEach(disk -> answer.withData(disk.name() + "FreeBytes", disk.freeBytes()));
        if (!full.isEmpty()) {
            answer.withData(
                    "reason",
                    "Less than %d bytes (MIN_FREE_DISK) are free for: %s"
                            .formatted(
                                    disks.minFreeBytes(),
                                    String.join(
                                            ", ", full.stream().map(Disk::name).toList())));
        }
        return answer.build();
    }
}
