package telco.usage.jdbc;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How the database is spoken to. */
@ConfigMapping(prefix = "telco.jdbc")
public interface JdbcConfig {

    /**
     * How long a statement may keep its caller waiting: a connection that is silent for longer is taken for dead, for a
     * network can forget connections without closing them. The steps of a run are let off, see {@link Cancellation}.
     */
    Duration answerTimeout();
}
