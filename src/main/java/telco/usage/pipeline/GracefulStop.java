package telco.usage.pipeline;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import telco.usage.run.RunConfig;

/**
 * Stops the work of the service while it still answers: {@code /q/health/ready} is down, nothing is claimed any more, and the
 * runs under way end or go back into the queue.
 *
 * <p>This event is the only one that comes before the server is closed; with the one that tells the shutdown itself it is
 * too late. Observers of a lower priority only look and go on; those of a higher one find the work stopped.
 */
@Readiness
@Singleton
final class GracefulStop implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(GracefulStop.class);

    private final RunWorker worker;
    private final RunConfig runs;
    private final StopConfig config;
    private volatile boolean stopping;

    GracefulStop(RunWorker worker, RunConfig runs, StopConfig config) {
        this.worker = worker;
        this.runs = runs;
        this.config = config;
    }

    void onStopping(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownDelayInitiatedEvent stop)
            throws InterruptedException {
        stopping = true;
        long begun = System.nanoTime();
        worker.stop(config.timeout());
        Duration passed = Duration.ofNanos(System.nanoTime() - begun);
        if (runs.serving() && passed.compareTo(config.delay()) < 0) {
            LOG.infof(
                    "Closing in %d s (SHUTDOWN_DELAY)",
                    config.delay().minus(passed).toSeconds());
            TimeUnit.NANOSECONDS.sleep(config.delay().minus(passed).toNanos());
        }
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("worker").status(!stopping);
        return stopping ? answer.withData("reason", "The service is stopping.").build() : answer.build();
    }
}
