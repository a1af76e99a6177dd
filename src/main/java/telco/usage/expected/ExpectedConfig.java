package telco.usage.expected;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/** Which files should come. */
@ConfigMapping(prefix = "telco.expected")
interface ExpectedConfig {

    /** EXPECTED_FILES, see {@link Expectations}; empty when nothing is expected. */
    Optional<String> files();

    /** EXPECTED_FILES_GRACE: a file that is late for so long is missing. */
    Duration grace();

    /** EXPECTED_FILES_CHECK_INTERVAL: how often it is looked for them. */
    Duration checkInterval();

    /** TELCO_TIME_ZONE: of due times that name none. */
    ZoneId zone();
}
