package telco.usage.care;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** When the tables are looked after. */
@ConfigMapping(prefix = "telco.care")
interface CareConfig {

    /** CARE_INTERVAL: how often dead rows are cleared away and the statistics of all facts renewed; zero for never. */
    Duration interval();

    /** How soon it is noticed that it is time, and that no run is under way. */
    Duration checkInterval();
}
