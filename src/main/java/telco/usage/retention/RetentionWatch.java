package telco.usage.retention;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import telco.usage.database.DatabaseStatus;
import telco.usage.run.RunConfig;
import telco.usage.warehouse.RetentionPolicy;

/** Looks every minute whether retention is due. */
@Startup
@Singleton
final class RetentionWatch {

    private final RetentionSchedule schedule;
    private final RunConfig runs;
    private final DatabaseStatus database;

    /** @throws ConfigurationException when the period makes no sense: one of nothing would remove everything */
    RetentionWatch(RetentionSchedule schedule, RetentionPolicy policy, RunConfig runs, DatabaseStatus database) {
        if (policy.months() < 1 || policy.months() > RetentionPolicy.MOST_MONTHS) {
            throw new ConfigurationException("RETENTION_PERIOD_MONTHS: '%d' must be a whole number from 1 to %d"
                    .formatted(policy.months(), RetentionPolicy.MOST_MONTHS));
        }
        this.schedule = schedule;
        this.runs = runs;
        this.database = database;
    }

    @Scheduled(every = "{telco.removal.check-interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        if (runs.serving() && database.trouble().isEmpty()) {
            schedule.check();
        }
    }
}
