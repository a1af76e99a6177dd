package telco.usage.retention;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** When what is too old is removed. */
@ConfigMapping(prefix = "telco.removal")
interface RemovalConfig {

    /** RETENTION_INTERVAL: so long after the last time it happens by itself; zero: only behind loads. */
    Duration interval();

    /** How often it is looked whether that is so. */
    Duration checkInterval();

    /** How long a transaction waits for those who read the facts before it gives up. */
    Duration patience();

    /** PUBLIC_URL: where readers of an alert find this service. */
    String publicUrl();
}
