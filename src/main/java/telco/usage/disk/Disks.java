package telco.usage.disk;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** The disks that the service writes to, one for each of its folders. */
@Singleton
public final class Disks {

    private final List<Disk> all;
    private final long minFreeBytes;

    Disks(DiskConfig config) {
        this.all = config.directories().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new Disk(
                        entry.getKey(), entry.getValue().toAbsolutePath().normalize()))
                .toList();
        this.minFreeBytes = config.minFree().asLongValue();
    }

    public List<Disk> all() {
        return all;
    }

    /** Those with less room than MIN_FREE_DISK. */
    List<Disk> full() {
        return all.stream().filter(disk -> disk.freeBytes() < minFreeBytes).toList();
    }

    long minFreeBytes() {
        return minFreeBytes;
    }
}
