package telco.usage.expected;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import telco.usage.database.Schema;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.jdbc.Sql;
import telco.usage.run.RunConfig;
import telco.usage.run.RunFinished;

/** Looks for expected files every now and then, and when a run has ended. */
@Startup
@Singleton
final class ExpectedFileWatch {

    private static final Logger LOG = Logger.getLogger(ExpectedFileWatch.class);

    private final List<Expectation> expectations;
    private final ExpectedFiles files;
    private final Database database;
    private final Schema schema;
    private final RunConfig runs;
    private final Clock clock;
    private final MeterRegistry registry;
    private final List<Gauge> gauges = new ArrayList<>();

    /** Since when the oldest file that is not there was due, by expectation. */
    private final Map<String, Instant> overdueSince = new ConcurrentHashMap<>();

    ExpectedFileWatch(
            ExpectedConfig config,
            ExpectedFiles files,
            Database database,
            Schema schema,
            RunConfig runs,
            Clock clock,
            MeterRegistry registry) {
        this.expectations = Expectations.parse(config.files().orElse(""), config.zone());
        this.files = files;
        this.database = database;
        this.schema = schema;
        this.runs = runs;
        this.clock = clock;
        this.registry = registry;
        for (Expectation expectation : expectations) {
            gauges.add(Gauge.builder("telco.expected.file.overdue.seconds", () -> overdueSeconds(expectation.name()))
                    .description("For how long the oldest expected file that is not there has been due; 0 when all are")
                    .tag("expectation", expectation.name())
                    .register(registry));
        }
    }

    /** The registry can outlive this object, and would ask it on. */
    @PreDestroy
    void stop() {
        gauges.forEach(registry::remove);
    }

    List<Expectation> expectations() {
        return expectations;
    }

    @Scheduled(every = "{telco.expected.check-interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        if (runs.serving() && schema.isReady()) {
            check();
        }
    }

    void onFinished(@Observes RunFinished finished) {
        look();
    }

    /** Whatever goes wrong here is looked at again in a while, and disturbs no run. */
    void check() {
        for (Expectation expectation : expectations) {
            try {
                database.inTransaction(connection -> files.check(connection, expectation));
                Optional<Instant> since = database.withConnection(connection ->
                        Sql.of("""
                                select min(due_at) as since
                                from ingest.expected_file
                                where expectation = ? and state <> 'ARRIVED'
                                """, expectation.name()).first(connection, row -> Sql.instant(row, "since")));
                since.ifPresentOrElse(
                        at -> overdueSince.put(expectation.name(), at), () -> overdueSince.remove(expectation.name()));
            } catch (DatabaseException e) {
                LOG.debugf("cannot look for the files of %s: %s", expectation.name(), e.getMessage());
            }
        }
    }

    private double overdueSeconds(String expectation) {
        Instant since = overdueSince.get(expectation);
        return since == null ? 0 : Duration.between(since, clock.instant()).toMillis() / 1000.0;
    }
}
