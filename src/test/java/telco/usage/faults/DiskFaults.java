package telco.usage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.sample.GeneratedUsage;
import telco.usage.sample.SampleSpec;
import telco.usage.sample.UsageGenerator;
import telco.usage.testing.FilesBelow;
import telco.usage.testing.OwnPostgres;
import telco.usage.testing.ServiceProcess;
import telco.usage.testing.SmallDisk;
import telco.usage.testing.Warehouse;

/** Disks that are full, and have room again: of the inbox, the archive, the spool and the database. */
class DiskFaults {

    private static final int MEGABYTE = 1 << 20;
    private static final YearMonth MONTH = YearMonth.of(2022, 1);

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

    private static GeneratedUsage write(Path file, long rows) throws IOException {
        return new UsageGenerator(SampleSpec.of(MONTH, 1, rows).withFlaws(0, 0)).writeTo(file);
    }

    @Test
    void archive_isFull() throws IOException {
        Site site = new Site(folder.resolve("archiving"), server, "archiving", Map.of("INBOX_QUIET_PERIOD", "0.2s"));
        Path archive = Files.createDirectories(site.inbox().resolve("archive"));
        try (Scenario scenario = FaultReport.begin("the archive's disk is full, then has room");
                SmallDisk disk = SmallDisk.mount(archive, 1 * MEGABYTE);
                ServiceProcess service = site.serve("service")) {
            disk.fillUpTo(0);
            GeneratedUsage usage = write(site.inbox().resolve("usage.csv"), 5_000);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> site.console().count("ingest.run where finished_at is not null") == 1);
            scenario.struck("when the file was to be archived");
            await().atMost(Duration.ofMinutes(1)).until(() -> service.stdout().contains("Cannot file away"));
            assertThat(FilesBelow.of(site.inbox().resolve("processing"))).hasSize(1);
            disk.makeRoom();
            site.awaitArchived(1);
            assertThat(site.console().rows("select state, attempt from ingest.run"))
                    .containsExactly("SUCCEEDED|1");
            assertLoadedOnce(site, usage);
            scenario.recovered();
        }
    }

    @Test
    void inbox_isFull() throws IOException {
        Site site = new Site(folder.resolve("receiving"), server, "receiving", Map.of("INBOX_QUIET_PERIOD", "0.2s"));
        try (Scenario scenario = FaultReport.begin("the inbox's disk is full, then has room");
                SmallDisk disk = SmallDisk.mount(site.inbox(), 2 * MEGABYTE);
                ServiceProcess service = site.serve("service")) {
            GeneratedUsage usage = write(site.inbox().resolve(".usage.csv"), 5_000);
            Files.writeString(site.inbox().resolve(".bad.csv"), "no,usage\n".repeat(200));
            disk.fillUpTo(0);
            Files.move(site.inbox().resolve(".usage.csv"), site.inbox().resolve("usage.csv"));
            Files.move(site.inbox().resolve(".bad.csv"), site.inbox().resolve("bad.csv"));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> site.console().count("ingest.run where finished_at is not null") == 2);
            scenario.struck("when a good and a bad file were to be filed");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> FilesBelow.of(site.inbox().resolve("archive")).size() == 1
                            && FilesBelow.of(site.inbox().resolve("rejected")).size() == 1);
            disk.makeRoom();
            assertThat(FilesBelow.of(site.inbox())).hasSize(2);
            assertThat(service.isAlive()).isTrue();
            assertThat(site.console().rows("select file_name, state, attempt from ingest.run order by 1"))
                    .containsExactly("bad.csv|FAILED|1", "usage.csv|SUCCEEDED|1");
            // The one thing that takes room: a file is filed without its report rather than not at all.
            await().untilAsserted(() -> assertThat(site.console().rows("select check_name from ingest.finding"))
                    .containsExactly("report_not_written"));
            assertLoadedOnce(site, usage);
            scenario.recovered();
        }
    }

    @Test
    void spool_isFull() throws IOException {
        Path spool = Files.createDirectories(folder.resolve("small-spool"));
        Site site = new Site(folder.resolve("spooling"), server, "spooling", Map.of("SPOOL_DIR", spool.toString()));
        try (Scenario scenario = FaultReport.begin("the spool's disk is full, then has room");
                SmallDisk disk = SmallDisk.mount(spool, 16 * MEGABYTE);
                ServiceProcess service = site.serve("service")) {
            GeneratedUsage usage = write(site.input().resolve("usage.csv"), 100_000);
            disk.fillUpTo(0);
            int run = service.submit("usage.csv");
            await().atMost(Duration.ofMinutes(1)).until(() -> service.run(run).getInt("attempt") > 1);
            scenario.struck("before LOAD");
            disk.makeRoom();
            assertThat(service.awaitDone(run).getString("state")).isEqualTo("SUCCEEDED");
            assertLoadedOnce(site, usage);
            scenario.recovered();
        }
    }

    @Test
    void database_isFull() throws IOException {
        Path tablespace = Files.createDirectories(folder.resolve("small-tablespace"));
        try (Scenario scenario = FaultReport.begin("the database's disk is full, then has room");
                SmallDisk disk = SmallDisk.mount(tablespace, 100 * MEGABYTE)) {
            Path data = Files.createDirectories(tablespace.resolve("data"));
            server.administrator("postgres").execute("create tablespace small location '" + data + "'");
            server.newDatabase("crowded");
            server.administrator("postgres").execute("alter database crowded set tablespace small");
            Site site = new Site(
                    folder.resolve("crowded"), server.administrator("crowded"), server.settings("crowded"), Map.of());
            GeneratedUsage usage = write(site.input().resolve("usage.csv"), 150_000);
            try (ServiceProcess service = site.serve("service")) {
                disk.fillUpTo(6 * MEGABYTE);
                int run = service.submit("usage.csv");
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> service.run(run).getInt("attempt") > 1);
                scenario.struck("amid LOAD");
                assertThat(site.console().count("public.telco_billings_usage")).isZero();
                disk.makeRoom();
                JsonPath done = service.awaitDone(run);
                assertThat(done.getString("state")).as(done.prettify()).isEqualTo("SUCCEEDED");
                site.awaitNoStage();
                assertLoadedOnce(site, usage);
                scenario.recovered();
            }
            server.administrator("postgres").execute("drop database crowded with (force)");
            server.administrator("postgres").execute("drop tablespace small");
        }
    }

    private static void assertLoadedOnce(Site site, GeneratedUsage usage) {
        assertThat(site.console().count("public.telco_billings_usage"))
                .isEqualTo(usage.distinct().rows());
        assertThat(site.console().count("ingest.loaded_file")).isEqualTo(1);
        Warehouse.assertConsistent(site.console());
    }
}
