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

    /**
     * TELCO_DATABASE_SEND_BUFFER: how many bytes may wait to be sent; -1: as many as the system likes. The driver takes it
     * from the data source's settings; it is here so that what is no number ends the start.
     */
    int sendBuffer();
}
