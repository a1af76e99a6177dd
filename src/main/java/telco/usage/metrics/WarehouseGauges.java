package telco.usage.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;
import telco.usage.database.DatabaseStatus;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.load.PlausibilityConfig;
import telco.usage.warehouse.RetentionPolicy;

/**
 * What is in the warehouse, what was kept aside, and how it stands with retention: from the database, so that a restart
 * changes nothing. Read now and then by the scheduler; while the database is away what was read last stays, and
 * {@code telco_database_up} says so.
 */
@Startup
@Singleton
final class WarehouseGauges {

    private static final Logger LOG = Logger.getLogger(WarehouseGauges.class);

    private final Database database;
    private final DatabaseStatus status;
    private final PlausibilityConfig plausible;
    private final MeterRegistry registry;
    private final GaugeSet gauges;
    private final MultiGauge events;
    private final MultiGauge charge;
    private final MultiGauge rejects;
    private final MultiGauge rejectedCharge;
    private volatile WarehouseReading reading;
    private FunctionCounter deleted;

    WarehouseGauges(
            Database database,
            DatabaseStatus status,
            PlausibilityConfig plausible,
            RetentionPolicy policy,
            MeterRegistry registry) {
        this.database = database;
        this.status = status;
        this.plausible = plausible;
        this.registry = registry;
        this.events = multi("telco.usage.events", "Events in the warehouse, by billing month and type");
        this.charge =
                multi("telco.usage.charge", "What the events in the warehouse charge, in the currency of the files");
        this.rejects = multi("telco.rejects.open.rows", "Records kept aside that nobody has settled, by reason");
        this.rejectedCharge = multi(
                "telco.rejects.open.charge",
                "What the records charge that nobody has settled, as far as it can be read");
        this.gauges = new GaugeSet(registry)
                .add(
                        "telco.newest.event.timestamp",
                        "seconds",
                        "When the newest event of the warehouse began, in seconds since 1970; NaN when it is empty",
                        () -> latest(WarehouseReading::newestEventSeconds))
                .add(
                        "telco.retention.enabled",
                        null,
                        "1 when ENABLE_RETENTION_POLICY is on, else 0",
                        () -> policy.enabled() ? 1 : 0)
                .add(
                        "telco.retention.last.success.timestamp",
                        "seconds",
                        "When retention last succeeded, in seconds since 1970; 0 when it never did",
                        () -> latest(all -> all.retention().lastSuccessSeconds()))
                .add(
                        "telco.retention.failing",
                        null,
                        "1 when the last try of retention by itself failed, else 0",
                        () -> latest(all -> all.retention().failing() ? 1 : 0))
                .add(
                        "telco.alerts.oldest.pending.age",
                        "seconds",
                        "How long the oldest alert that nobody has taken has waited; 0 when none waits",
                        () -> latest(WarehouseReading::oldestAlertSeconds))
                .add(
                        "telco.database.up",
                        null,
                        "1 when the database answers and its tables are up to date, else 0",
                        () -> status.trouble().isEmpty() ? 1 : 0)
                .add(
                        "telco.database.size",
                        "bytes",
                        "What the database has on disk",
                        () -> latest(WarehouseReading::databaseBytes));
    }

    private MultiGauge multi(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private double latest(ToDoubleFunction<WarehouseReading> figure) {
        WarehouseReading last = reading;
        return last == null ? Double.NaN : figure.applyAsDouble(last);
    }

    @Scheduled(every = "${telco.metrics.warehouse-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        if (status.trouble().isPresent()) {
            return;
        }
        try {
            reading = database.fromSnapshot(connection -> WarehouseReading.read(connection, plausible.eventTypes()));
            show();
        } catch (DatabaseException e) {
            LOG.warnf("The gauges of the warehouse could not be read: %s", e.getMessage());
        }
    }

    private void show() {
        events.register(
                reading.usage().stream()
                        .map(usage -> row(Tags.of("month", usage.month(), "event_type", usage.type()), usage.events()))
                        .toList(),
                true);
        charge.register(
                reading.usage().stream()
                        .map(usage -> row(Tags.of("month", usage.month(), "event_type", usage.type()), usage.charge()))
                        .toList(),
                true);
        rejects.register(
                reading.openRejects().stream()
                        .map(open -> row(Tags.of("reason", open.reason()), open.rows()))
                        .toList(),
                true);
        rejectedCharge.register(
                reading.openRejects().stream()
                        .map(open -> row(Tags.of("reason", open.reason()), open.charge()))
                        .toList(),
                true);
        if (deleted == null) {
            // Not before it is known: a counter that begins at zero and then jumps would look like a large removal.
            deleted = FunctionCounter.builder(
                            "telco.retention.deleted.rows",
                            this,
                            self -> self.latest(all -> all.retention().deletedRows()))
                    .description("Rows that retention has removed since it was switched on first")
                    .register(registry);
        }
    }

    private static MultiGauge.Row<Number> row(Tags tags, double value) {
        return MultiGauge.Row.of(tags, value);
    }

    @PreDestroy
    void unregister() {
        gauges.remove();
        List.of(events, charge, rejects, rejectedCharge).forEach(multi -> multi.register(List.of(), true));
        if (deleted != null) {
            registry.remove(deleted);
        }
    }
}
