package telco.usage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.sample.GeneratedUsage;
import telco.usage.sample.SampleSpec;
import telco.usage.sample.UsageGenerator;
import telco.usage.testing.OwnPostgres;
import telco.usage.testing.ServiceProcess;
import telco.usage.testing.Warehouse;

/** Two instances on one inbox and one database, of which one dies or sleeps in the middle: each file is loaded once. */
class InstanceFaults {

    private static final int FILES = 200;
    private static final int ROWS = 400;

    @TempDir
    static Path folder;

    private static OwnPostgres server;

    @BeforeAll
    static void start() {
        server = OwnPostgres.start(folder.resolve("server"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** What befalls one of the two. */
    private interface Fault {
        void befall(ServiceProcess service);
    }

    @Test
    void oneIsKilledHalfWay() throws IOException {
        try (Scenario scenario = FaultReport.begin("two instances and 200 files, one killed half way")) {
            disturb(
                    "killed",
                    ServiceProcess::kill,
                    service -> assertThat(service.isAlive()).isFalse(),
                    scenario);
        }
    }

    @Test
    void oneSleepsLongerThanItsLeaseAndWakes() throws IOException {
        try (Scenario scenario =
                FaultReport.begin("two instances and 200 files, one suspended past its lease and woken")) {
            disturb("slept", ServiceProcess::suspend, ServiceProcess::resume, scenario);
        }
    }

    private static void disturb(String name, Fault fault, Fault end, Scenario scenario) throws IOException {
        Site site = new Site(folder.resolve(name), server, name, Map.of("INBOX_QUIET_PERIOD", "0.2s"));
        int files = Math.max(20, FaultSettings.CURRENT.scaled(FILES));
        Random random = new Random(FaultSettings.CURRENT.seed());
        try (ServiceProcess one = site.serve("one");
                ServiceProcess other = site.serve("other")) {
            long rows = deliver(site, files);
            long struckAt = files / 2 + random.nextInt(files / 4);
            await().atMost(Duration.ofMinutes(4))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> site.console().count("ingest.run where finished_at is not null") >= struckAt);
            fault.befall(one);
            scenario.struck("after " + struckAt + " of " + files + " files");
            await().atMost(Duration.ofMinutes(4))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> site.console().count("ingest.run where finished_at is null") == 0
                            && site.console().count("ingest.run") == files);
            end.befall(one);
            site.awaitArchived(files);
            site.awaitNoStage();
            assertThat(site.console().count("ingest.run")).isEqualTo(files);
            assertThat(site.console().rows("select distinct state from ingest.run"))
                    .containsExactly("SUCCEEDED");
            assertThat(site.console().count("ingest.loaded_file")).isEqualTo(files);
            assertThat(site.console().count("public.telco_billings_usage")).isEqualTo(rows);
            Warehouse.assertConsistent(site.console());
            assertThat(other.isAlive()).isTrue();
        }
        scenario.recovered();
    }

    /** Puts the files into the inbox; returns how many rows the warehouse must have in the end. */
    private static long deliver(Site site, int files) throws IOException {
        long rows = 0;
        for (int i = 0; i < files; i++) {
            Path written = site.input().resolve("part-" + i + ".csv");
            GeneratedUsage part = new UsageGenerator(SampleSpec.of(YearMonth.of(2020, 1), 1, ROWS)
                            .withSeed(FaultSettings.CURRENT.seed() + i)
                            .withFlaws(0, 0))
                    .writeTo(written);
            rows += part.distinct().rows();
            Files.move(written, site.inbox().resolve(written.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        return rows;
    }
}
