package telco.usage.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import telco.usage.run.Run;
import telco.usage.run.Runs;
import telco.usage.testing.NotServing;
import telco.usage.testing.ServiceUnderTest;

/** An inbox with more files, or with more services, than one look can deal with. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(NotServing.class)
class ManyFilesTest extends HandWorkedInbox {

    @Test
    void tenThousandFiles_areTakenOldestFirst_someAtATime_andNoMoreThanMayWait() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            Path file = inbox.drop("usage-" + i + ".csv", "content");
            Files.setLastModifiedTime(
                    file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z").minusSeconds(i)));
        }
        inbox.poller.poll();
        inbox.clock.advance(InboxUnderTest.QUIET);
        inbox.poller.poll();
        assertThat(runs.queued()).isEqualTo(InboxPoller.MOST_AT_ONCE);
        assertThat(runs.list(new Runs.Selection(null, null, null, 2)))
                .extracting(run -> run.file().name())
                .containsExactly("usage-9800.csv", "usage-9801.csv");
        for (int i = 0; i < runConfig.queueLimit() / InboxPoller.MOST_AT_ONCE + 2; i++) {
            inbox.poller.poll();
        }

        assertThat(runs.queued()).isEqualTo(runConfig.queueLimit());
        assertThat(newest().file().name()).isEqualTo("usage-" + (10_000 - runConfig.queueLimit()) + ".csv");
        assertThat(InboxFolders.filesIn(inbox.incoming)).hasSize(10_000 - runConfig.queueLimit());
        assertThat(log.warnings()).hasSize(1).first().asString().contains("RUN_QUEUE_LIMIT");
    }

    @Test
    void twoInstancesOnOneFolder_takeEachFileOnce() throws Exception {
        List<InboxUnderTest> instances = List.of(inbox, inboxIn(inbox.incoming));
        for (int i = 0; i < 40; i++) {
            inbox.drop(i + ".csv", "content " + i);
        }
        seeFiles(instances);
        pollAtOnceUntilEmpty(instances);

        assertThat(allRuns()).extracting(run -> run.file().name()).hasSize(40).doesNotHaveDuplicates();
        assertThat(allRuns()).allMatch(run -> Files.isRegularFile(run.path()));
        assertThat(inbox.files()).hasSize(40).allMatch(file -> file.startsWith("processing/"));
        assertThat(log.messages()).noneMatch(message -> message.contains("Cannot"));
    }

    @Test
    void fourInstances_takeEachFileOnce_withItsControlFile() throws Exception {
        List<InboxUnderTest> instances =
                Stream.generate(() -> inboxIn(inbox.incoming)).limit(4).toList();
        for (int i = 0; i < 60; i++) {
            inbox.drop(i + ".csv.ctl", "rows=" + i);
            inbox.drop(i + ".csv", "content " + i);
        }
        seeFiles(instances);
        // A run that nobody has: what a fifth instance, killed between move and commit, has left.
        Files.writeString(inbox.incoming.resolve("processing/999999-60.csv"), "content 60");
        Files.writeString(inbox.incoming.resolve("processing/999999-60.csv.ctl"), "rows=60");
        pollAtOnceUntilEmpty(instances);

        assertThat(allRuns()).extracting(run -> run.file().name()).hasSize(61).doesNotHaveDuplicates();
        for (Run run : allRuns()) {
            String number = run.file().name().replace(".csv", "");
            assertThat(run.path()).hasContent("content " + number);
            assertThat(run.path().resolveSibling(run.path().getFileName() + ".ctl"))
                    .hasContent("rows=" + number);
        }
        assertThat(inbox.files()).hasSize(2 * 61).allMatch(file -> file.startsWith("processing/"));
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void filesThatCannotBeTaken_keepNoOtherWaiting() throws IOException {
        List<Path> stuck = new ArrayList<>();
        for (int i = 0; i < InboxPoller.MOST_AT_ONCE; i++) {
            Path file = inbox.drop("stuck-" + i + ".csv", "a");
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
            stuck.add(file);
        }
        try (Immovable immovable = Immovable.make(stuck)) {
            inbox.pollUntilSettled();
            assertThat(runs.queued()).isZero();
            assertThat(log.warnings()).hasSize(stuck.size());
            take("fine.csv");
            assertThat(onlyRun().file().name()).isEqualTo("fine.csv");
            assertThat(log.warnings()).as("no new ones").hasSize(stuck.size());
            immovable.release();
            inbox.poller.poll();
            assertThat(runs.queued()).isEqualTo(1 + stuck.size());
        }
    }

    private static void seeFiles(List<InboxUnderTest> instances) {
        for (InboxUnderTest instance : instances) {
            instance.poller.poll();
            instance.clock.advance(InboxUnderTest.QUIET);
        }
    }

    /** Each in a thread of its own. */
    private static void pollAtOnceUntilEmpty(List<InboxUnderTest> instances) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(instances.size());
        try {
            for (Future<Void> each : threads.invokeAll(
                    instances.stream().map(ManyFilesTest::pollingUntilEmpty).toList())) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Void> pollingUntilEmpty(InboxUnderTest instance) {
        return () -> {
            while (!InboxFolders.filesIn(instance.incoming).isEmpty()
                    || Files.exists(instance.incoming.resolve("processing/999999-60.csv"))) {
                instance.poller.poll();
                instance.clock.advance(InboxUnderTest.QUIET);
            }
            return null;
        };
    }
}
