package telco.usage.load;

import io.smallrye.config.ConfigMapping;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.OptionalLong;

/** What a file may be like. */
@ConfigMapping(prefix = "telco.load")
public interface LoadConfig {

    /** MAX_REJECT_RATIO: a file of which a larger part is rejected is not loaded at all. */
    BigDecimal maxRejectRatio();

    /** MAX_REJECTS: a file of which more records are rejected is not loaded at all; empty means any number. */
    OptionalLong maxRejects();

    /** MAX_DAYS_PER_FILE: a file whose events span more UTC days is broken. */
    int maxDays();

    /** LOAD_THREADS: how many threads, and database connections, work on one file. */
    int threads();

    /** SPOOL_DIR: where a load keeps its temporary files. */
    Path spoolDirectory();

    /** TELCO_TIME_ZONE: of timestamps without an offset. */
    ZoneId timeZone();
}
