package telco.usage.quality;

import io.smallrye.config.ConfigMapping;

/** How a file is compared with those before it. */
@ConfigMapping(prefix = "telco.anomaly")
interface AnomalyConfig {

    /** ANOMALY_HISTORY: with how many earlier files; 0 compares none. */
    int history();

    /** ANOMALY_LIMIT: how many deviations from the median are too many. */
    double limit();
}
