package telco.usage.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.database.Schema;
import telco.usage.inbox.InboxFolders;
import telco.usage.inbox.InboxLock;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.run.RunConfig;
import telco.usage.run.RunRequest;
import telco.usage.run.RunTrigger;
import telco.usage.run.Runs;
import telco.usage.testing.FilesBelow;
import telco.usage.testing.NotServing;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.SettableClock;

@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(NotServing.class)
class SampleDeliveryTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String NAME = "sample_usage_2026_09_to_11.csv";

    @Inject
    Database database;

    @Inject
    Runs runs;

    @Inject
    Schema schema;

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(NOW);

    @BeforeEach
    @AfterEach
    void forgetRuns() {
        database.inTransaction(connection -> Sql.of("delete from ingest.run").update(connection));
    }

    @Test
    void deliver_onTheFirstStart_putsThreeMonthsUpToNowIntoTheInbox() throws IOException {
        start(true, true, true);

        assertThat(inbox()).containsExactly(NAME);
        List<String> rows = Files.readAllLines(folder.resolve(NAME));
        assertThat(rows).hasSize(20_000);
        assertThat(rows.stream().filter(row -> row.split(",", -1).length == 9 && !row.contains("-32T")))
                .hasSize(19_990)
                .allMatch(row ->
                        !OffsetDateTime.parse(row.split(",")[1]).toInstant().isAfter(NOW));
        assertThat(rows.stream().map(row -> row.split(",")[1].substring(0, 7)).distinct())
                .containsExactly("2026-09", "2026-10", "2026-11");
        assertThat(rows.stream().distinct().count()).isBetween(19_900L, 19_970L);
    }

    @Test
    void deliver_aroundNewYear_namesBothYears() throws IOException {
        clock.set(Instant.parse("2027-01-15T12:00:00Z"));
        start(true, true, true);

        assertThat(inbox()).containsExactly("sample_usage_2026_11_to_2027_01.csv");
    }

    @Test
    void deliver_onlyWhenWanted() throws IOException {
        start(false, true, true);
        start(true, false, true);
        start(true, true, false);

        assertThat(inbox()).isEmpty();
    }

    @Test
    void deliver_notOnceThereIsARun() throws IOException {
        runs.submit(RunRequest.of(RunTrigger.API, folder.resolve("usage.csv"), 1));
        start(true, true, true);

        assertThat(inbox()).isEmpty();
    }

    @Test
    void deliver_notTwiceWhenTheProcessDiedBeforeTheRun() throws IOException {
        start(true, true, true);
        clock.advance(Duration.ofDays(30));
        start(true, true, true);
        assertThat(inbox()).as("still in the inbox").containsExactly(NAME);

        Files.createDirectory(folder.resolve("processing"));
        Files.move(folder.resolve(NAME), folder.resolve("processing/1-" + NAME));
        start(true, true, true);
        assertThat(inbox()).as("moved, its run not committed").containsExactly("processing/1-" + NAME);
    }

    @Test
    void deliver_overwritesWhatADeadProcessHadBegun() throws IOException {
        Files.writeString(folder.resolve(".sample_usage_being_written.tmp"), "18219,2016-01-2");
        start(true, true, true);

        assertThat(inbox()).containsExactly(NAME);
    }

    @Test
    void deliver_waitsWhileTheInboxIsBusy() throws IOException {
        SampleDelivery delivery = delivery(true, true, true);
        database.inTransaction(connection -> {
            assertThat(InboxLock.tryAcquire(connection)).isTrue();
            delivery.deliverOnFirstStart();
        });
        assertThat(inbox()).isEmpty();

        delivery.deliverOnFirstStart();
        assertThat(inbox()).containsExactly(NAME);
    }

    private void start(boolean enabled, boolean embedded, boolean serving) {
        SampleDelivery delivery = delivery(enabled, embedded, serving);
        delivery.deliverOnFirstStart();
        delivery.deliverOnFirstStart();
    }

    private SampleDelivery delivery(boolean enabled, boolean embedded, boolean serving) {
        return new SampleDelivery(
                new Settings(enabled, embedded),
                RunSettings.of(serving),
                schema,
                database,
                InboxFolders.in(folder),
                clock);
    }

    private List<String> inbox() {
        return FilesBelow.of(folder);
    }

    private record Settings(boolean enabled, boolean embeddedDatabase) implements SampleConfig {}

    private record RunSettings(
            boolean serving,
            int queueLimit,
            int concurrency,
            Duration pollInterval,
            Duration heartbeatInterval,
            Duration lease,
            Duration firstDelay,
            long rejectsStored,
            Duration qualityHold,
            int maxAttempts)
            implements RunConfig {

        /** Nothing else matters to a sample. */
        static RunSettings of(boolean serving) {
            Duration any = Duration.ofSeconds(1);
            return new RunSettings(serving, 1, 1, any, any, any, any, 1, any, 1);
        }
    }
}
