package telco.usage.request;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How long callers may take to send their requests. */
@ConfigMapping(prefix = "telco.request")
interface RequestConfig {

    /** REQUEST_TIMEOUT: how long for a body; of an upload, how long nothing of it may come. */
    Duration timeout();

    /** UPLOAD_TIMEOUT: how long for an upload. */
    Duration uploadTimeout();
}
