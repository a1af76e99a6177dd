package telco.usage.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;
import telco.usage.database.Schema;
import telco.usage.inbox.InboxPoller;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;

/**
 * What the run table says now. Read every few seconds by the scheduler, so that a scrape never waits for the
 * database; a reading that has become old shows as NaN, because then nobody knows.
 */
@Startup
@Singleton
final class RunGauges {

    private static final Logger LOG = Logger.getLogger(RunGauges.class);

    private static final Duration FRESH = Duration.ofSeconds(30);

    private final Database database;
    private final Schema schema;
    private final Clock clock;
    private final MeterRegistry registry;
    private final List<Gauge> gauges;
    private final MultiGauge findings;
    private volatile RunTableReading reading = RunTableReading.NEVER;

    RunGauges(Database database, Schema schema, Clock clock, MeterRegistry registry, InboxPoller inbox) {
        this.database = database;
        this.schema = schema;
        this.clock = clock;
        this.registry = registry;
        this.findings = MultiGauge.builder("telco.dq.findings")
                .description("Rows that each finding of the run audited last speaks of")
                .register(registry);
        this.gauges = List.of(
                Gauge.builder("telco.runs.active", () -> now(RunTableReading::active))
                        .description("Runs that a worker of any instance has")
                        .register(registry),
                Gauge.builder("telco.runs.queued", () -> now(RunTableReading::queued))
                        .description("Runs that wait for a worker")
                        .register(registry),
                Gauge.builder(
                                "telco.inbox.oldest.file.age",
                                () -> inbox.oldestFileAge().toMillis() / 1_000.0)
                        .description("How long the oldest file of the inbox has waited to be taken; 0 when none waits")
                        .baseUnit("seconds")
                        .register(registry),
                // What has happened stays true however old the reading.
                Gauge.builder("telco.last.success.timestamp", () -> reading.lastSuccessSeconds())
                        .description("When a run last published a file, in any process; 0 when none ever did")
                        .baseUnit("seconds")
                        .register(registry));
    }

    @Scheduled(every = "${telco.metrics.refresh-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        if (!schema.isReady()) {
            return;
        }
        try {
            reading = database.withConnection(connection -> RunTableReading.read(connection, clock.instant()));
            findings.register(reading.findings().stream().map(RunGauges::row).toList(), true);
        } catch (DatabaseException e) {
            // Readiness and the worker say this louder.
            LOG.debugf("The gauges of the run table could not be read: %s", e.getMessage());
        }
    }

    /** The registry outlives this bean where a test or dev mode starts the application again in one process. */
    @PreDestroy
    void unregister() {
        gauges.forEach(registry::remove);
        findings.register(List.of(), true);
    }

    private double now(ToDoubleFunction<RunTableReading> value) {
        RunTableReading latest = reading;
        return latest.isOlderThan(FRESH, clock.instant()) ? Double.NaN : value.applyAsDouble(latest);
    }

    private static MultiGauge.Row<Number> row(RunTableReading.FindingRows finding) {
        return MultiGauge.Row.of(Tags.of("check", finding.check(), "severity", finding.severity()), finding.rows());
    }
}
