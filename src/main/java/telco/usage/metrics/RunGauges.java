package telco.usage.metrics;

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
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;
import telco.usage.database.Schema;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.metrics.RunTableReading.StateReading;
import telco.usage.run.RunConfig;
import telco.usage.run.RunState;
import telco.usage.time.Monotonic;

/**
 * What the run table says now. Read every few seconds by the scheduler, so that a scrape never waits for the
 * database; a reading that has become old shows as NaN, because then nobody knows.
 */
@Startup
@Singleton
final class RunGauges {

    private static final Logger LOG = Logger.getLogger(RunGauges.class);

    private static final Duration FRESH = Duration.ofSeconds(30);

    private static final RunState[] ACTIVE = {RunState.RUNNING, RunState.CANCELLING};

    private final Database database;
    private final Schema schema;
    private final RunConfig config;
    private final Clock clock;
    private final GaugeSet gauges;
    private final MultiGauge findings;
    private volatile RunTableReading reading = RunTableReading.NEVER;

    RunGauges(Database database, Schema schema, RunConfig config, @Monotonic Clock clock, MeterRegistry registry) {
        this.database = database;
        this.schema = schema;
        this.config = config;
        this.clock = clock;
        this.gauges = new GaugeSet(registry);
        this.findings = MultiGauge.builder("telco.dq.findings")
                .description("Rows that each finding of the run audited last speaks of")
                .register(registry);
        addWhatIsNow();
        addWhatWasLast();
    }

    private void addWhatIsNow() {
        gauges.add(
                        "telco.runs.active",
                        null,
                        "Runs that a worker of any instance has",
                        () -> active(StateReading::runs))
                .add(
                        "telco.runs.silent",
                        null,
                        "Those of them whose worker has not been heard of for longer than RUN_LEASE",
                        () -> active(StateReading::silent))
                .add(
                        "telco.runs.queued",
                        null,
                        "Runs that wait for a worker",
                        () -> now(latest -> latest.sum(StateReading::runs, RunState.QUEUED)))
                .add("telco.runs.queue.limit", null, "How many may wait: RUN_QUEUE_LIMIT", config::queueLimit)
                .add(
                        "telco.running.read",
                        "bytes",
                        "What the active runs have read of their files",
                        () -> active(StateReading::readBytes))
                .add(
                        "telco.running.file",
                        "bytes",
                        "The length of the active runs' files",
                        () -> active(StateReading::fileBytes))
                .add(
                        "telco.running.read.rows",
                        null,
                        "Records that the active runs have read",
                        () -> active(StateReading::readRows));
    }

    /** What has happened stays true however old the reading. */
    private void addWhatWasLast() {
        gauges.add(
                "telco.last.success.timestamp",
                "seconds",
                "When a run last published a file, in any process, in seconds since 1970; 0 when none ever did",
                () -> reading.lastFinishedSeconds(RunState.SUCCEEDED, RunState.SUCCEEDED_WITH_WARNINGS));
        Arrays.stream(RunState.values())
                .filter(RunState::isDone)
                .forEach(state -> gauges.add(
                        "telco.last.run.timestamp",
                        "seconds",
                        "When a run last ended so, in any process, in seconds since 1970; 0 when none ever did",
                        Tags.of("outcome", state.name()),
                        () -> reading.lastFinishedSeconds(state)));
    }

    @Scheduled(every = "${telco.metrics.refresh-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        if (!schema.isReady()) {
            return;
        }
        try {
            reading = database.withConnection(
                    connection -> RunTableReading.read(connection, config.lease(), clock.instant()));
            findings.register(reading.findings().stream().map(RunGauges::row).toList(), true);
        } catch (DatabaseException e) {
            // Readiness and the worker say this louder.
            LOG.debugf("The gauges of the run table could not be read: %s", e.getMessage());
        }
    }

    @PreDestroy
    void unregister() {
        gauges.remove();
        findings.register(List.of(), true);
    }

    private double active(ToDoubleFunction<StateReading> figure) {
        return now(latest -> latest.sum(figure, ACTIVE));
    }

    private double now(ToDoubleFunction<RunTableReading> value) {
        RunTableReading latest = reading;
        return latest.isOlderThan(FRESH, clock.instant()) ? Double.NaN : value.applyAsDouble(latest);
    }

    private static MultiGauge.Row<Number> row(RunTableReading.FindingRows finding) {
        return MultiGauge.Row.of(Tags.of("check", finding.check(), "severity", finding.severity()), finding.rows());
    }
}
