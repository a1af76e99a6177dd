package telco.usage.disk;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Map;

/** Where the service writes, and how much room it needs there. */
@ConfigMapping(prefix = "telco.disk")
public interface DiskConfig {

    /** The folders by what they are for; some of them may lie on one disk. */
    Map<String, Path> directories();

    /** MIN_FREE_DISK: with less than this in one of them the service is not ready. */
    MemorySize minFree();
}
