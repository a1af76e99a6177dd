package telco.usage.run;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How callers are kept up to date who wait for a run. */
@ConfigMapping(prefix = "telco.watch")
interface WatchConfig {

    /** How often the database is looked at for all the runs that somebody waits for, while somebody does. */
    Duration interval();

    /** How many requests may wait at a time; one more is answered at once. */
    int mostWaiting();

    /** How many event streams may be open at a time; one more is refused. */
    int mostStreams();

    /** After so long without an event a stream says that it is alive. */
    Duration heartbeat();
}
