package telco.usage.pipeline;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How the service stops. */
@ConfigMapping(prefix = "telco.stop")
interface StopConfig {

    /** STOP_TIMEOUT: how long the runs under way have to end before they are stopped. */
    Duration timeout();

    /** SHUTDOWN_DELAY: for how long at least it says that it is not ready any more and still answers. */
    Duration delay();
}
