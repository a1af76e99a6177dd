package telco.usage.run;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How runs are queued and worked off. */
@ConfigMapping(prefix = "telco.run")
public interface RunConfig {

    /** False in the one-shot command: nothing but its own run is worked on. */
    boolean serving();

    /** RUN_QUEUE_LIMIT: how many runs may wait; one more is refused. */
    int queueLimit();

    /** RUN_CONCURRENCY: how many runs this instance works on side by side. */
    int concurrency();

    /** How often a worker that has nothing to do looks for a run. */
    Duration pollInterval();

    /** RUN_HEARTBEAT_INTERVAL: how often a worker says that it is alive, and how fresh a run's progress is. */
    Duration heartbeatInterval();

    /** RUN_LEASE: a run whose worker was silent for so long is taken over. Several heartbeats long. */
    Duration lease();

    /** How long a run waits between its first attempt and the second; each further delay is twice as long, up to 32 times. */
    Duration firstDelay();

    /** REJECTS_STORED: how many records that a run keeps aside are stored; the others are only counted. */
    long rejectsStored();

    /** QUALITY_HOLD: how long the stage of a run that a check has stopped is kept, so that it can be released. */
    Duration qualityHold();

    /** RUN_MAX_ATTEMPTS: how often a run is tried before it is FAILED. */
    int maxAttempts();
}
