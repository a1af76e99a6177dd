package telco.usage.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.database.Schema;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.run.Run;
import telco.usage.run.RunConfig;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFinished;
import telco.usage.run.RunQueue;
import telco.usage.run.RunState;
import telco.usage.run.Runs;
import telco.usage.testing.NotServing;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.SmallDisk;
import telco.usage.testing.Warehouse;

/** Where files go with all that belongs to them, also where that is difficult. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(NotServing.class)
class InboxMovesTest {

    @Inject
    Database database;

    @Inject
    Runs runs;

    @Inject
    RunQueue queue;

    @Inject
    RunConfig runConfig;

    @Inject
    Schema schema;

    @TempDir
    Path folder;

    private final InboxLog log = new InboxLog();
    private InboxUnderTest inbox;

    @BeforeEach
    void inbox() {
        inbox(InboxMode.QUIET);
        log.start();
    }

    @AfterEach
    void forget() {
        log.stop();
        Warehouse.clear();
    }

    private void inbox(InboxMode mode) {
        inbox = new InboxUnderTest(folder.resolve("inbox"), mode, database, runs, runConfig, schema);
    }

    @Test
    void controlFile_movesWithItsFile() {
        inbox.drop("usage.csv.ctl", "rows=1");
        Run loaded = take("usage.csv");
        assertThat(inbox.files())
                .containsExactly(
                        "processing/" + loaded.id() + "-usage.csv", "processing/" + loaded.id() + "-usage.csv.ctl");
        finish(loaded, RunState.SUCCEEDED);
        inbox.drop("bad.csv.ctl", "rows=2");
        Run failed = take("bad.csv");
        finish(failed, RunState.FAILED);
        inbox.poller.poll();

        assertThat(inbox.files())
                .containsExactlyInAnyOrder(
                        "archive/2026/11/" + loaded.id() + "-usage.csv",
                        "archive/2026/11/" + loaded.id() + "-usage.csv.ctl",
                        "rejected/2026/11/" + failed.id() + "-bad.csv",
                        "rejected/2026/11/" + failed.id() + "-bad.csv.ctl",
                        "rejected/2026/11/" + failed.id() + "-bad.csv.report.txt");
    }

    @Test
    void onFinished_filesTheControlFileAtOnceToo() {
        inbox.drop("usage.csv.ctl", "rows=1");
        Run run = finish(take("usage.csv"), RunState.SUCCEEDED);
        inbox.filing.onFinished(new RunFinished(run));

        assertThat(inbox.files()).hasSize(2).allMatch(file -> file.startsWith("archive/"));
    }

    @Test
    void doneFile_movesWithItsFile_andSaysNothingOfTheNext() {
        inbox(InboxMode.DONE_FILE);
        inbox.drop("usage.csv.done", "");
        Run run = finish(take("usage.csv"), RunState.SUCCEEDED);
        inbox.poller.poll();
        assertThat(inbox.files())
                .containsExactly(
                        "archive/2026/11/" + run.id() + "-usage.csv",
                        "archive/2026/11/" + run.id() + "-usage.csv.done");

        inbox.drop("usage.csv", "the next week's, still being written");
        inbox.pollUntilSettled();
        assertThat(inbox.files()).contains("usage.csv");
    }

    @Test
    void take_whenAControlFileHasJustCome_waitsForIt() throws IOException {
        Path file = inbox.drop("usage.csv", "a");
        inbox.poller.poll();
        Delivery seen = new Delivery(WaitingFile.look(file).orElseThrow(), List.of());
        Path control = inbox.drop("usage.csv.ctl", "rows=1");
        assertThat(inbox.intake.take(seen)).isEqualTo(Intake.Outcome.LEFT);
        Delivery both =
                new Delivery(seen.data(), List.of(WaitingFile.look(control).orElseThrow()));
        Files.writeString(control, "0", StandardOpenOption.APPEND);
        assertThat(inbox.intake.take(both)).isEqualTo(Intake.Outcome.LEFT);
        Files.delete(control);
        assertThat(inbox.intake.take(both)).isEqualTo(Intake.Outcome.LEFT);

        assertThat(inbox.files()).containsExactly("usage.csv");
        assertThat(inbox.intake.take(seen)).isEqualTo(Intake.Outcome.TAKEN);
    }

    @Test
    void reconcile_givesBothBack_whereverTheTakingWasCutShort() throws IOException {
        inbox.poller.poll();
        Path processing = inbox.incoming.resolve("processing");
        Files.writeString(processing.resolve("999998-both.csv"), "a");
        Files.writeString(processing.resolve("999998-both.csv.ctl"), "rows=1");
        Files.writeString(processing.resolve("999999-first.csv.ctl"), "rows=1");
        inbox.drop("first.csv", "a");
        inbox.drop("both.csv", "a newer one");
        inbox.poller.poll();

        assertThat(inbox.files())
                .containsExactly("999998-both.csv", "999998-both.csv.ctl", "both.csv", "first.csv", "first.csv.ctl");
        assertThat(log.messages()).isEmpty();
    }

    @Test
    void filing_thatWasCutShort_isFinished() throws IOException {
        inbox.drop("usage.csv.ctl", "rows=1");
        Run run = finish(take("usage.csv"), RunState.FAILED);
        Path place = Files.createDirectories(inbox.incoming.resolve("rejected/2026/11"));
        String name = run.id() + "-usage.csv";
        // As after a crash: the control file has moved, the file is copied, and not yet deleted where it was.
        Files.move(run.path().resolveSibling(name + ".ctl"), place.resolve(name + ".ctl"));
        Files.copy(run.path(), place.resolve(name));
        Files.writeString(place.resolve(".moving-" + name.hashCode() + "-x.part"), "cont");
        inbox.poller.poll();

        assertThat(inbox.files())
                .contains("rejected/2026/11/" + name, "rejected/2026/11/" + name + ".ctl")
                .contains("rejected/2026/11/" + name + ".report.txt")
                .noneMatch(file -> file.startsWith("processing/") || file.contains("-2-"));
    }

    @Test
    void filing_neverSeparatesAFileFromWhatBelongsToIt() throws IOException {
        inbox.drop("usage.csv.ctl", "rows=1");
        Run run = finish(take("usage.csv"), RunState.SUCCEEDED);
        Path place = Files.createDirectories(inbox.incoming.resolve("archive/2026/11"));
        Files.writeString(place.resolve(run.id() + "-usage.csv.ctl"), "of before the database was restored");
        inbox.poller.poll();

        assertThat(inbox.files())
                .containsExactlyInAnyOrder(
                        "archive/2026/11/" + run.id() + "-usage.csv.ctl",
                        "archive/2026/11/" + run.id() + "-2-usage.csv",
                        "archive/2026/11/" + run.id() + "-2-usage.csv.ctl");
    }

    @Test
    void aFileThatChangedWhileItWasLoaded_goesBackToTheInbox_andIsTakenAgainWhenItIsQuiet() throws IOException {
        inbox.drop("usage.csv.ctl", "rows=2");
        Run run = take("usage.csv");
        Files.writeString(run.path(), "and more", StandardOpenOption.APPEND);
        queue.finish(
                queue.claim(run.id(), "test").orElseThrow(),
                RunState.FAILED,
                new Run.RunError(RunErrorCode.FILE_CHANGED, "it grew"));
        inbox.poller.poll();
        assertThat(inbox.files()).containsExactly("usage.csv", "usage.csv.ctl");

        inbox.pollUntilSettled();
        Run again = newest();
        assertThat(again.id()).isGreaterThan(run.id());
        assertThat(again.file().sizeBytes()).isEqualTo("content of usage.csv".length() + "and more".length());
        assertThat(inbox.files())
                .containsExactly(
                        "processing/" + again.id() + "-usage.csv", "processing/" + again.id() + "-usage.csv.ctl");
    }

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
        assertThat(log.messages()).hasSize(1).first().asString().contains("RUN_QUEUE_LIMIT");
    }

    @Test
    void fourInstances_takeEachFileOnce_withItsControlFile() throws Exception {
        List<InboxUnderTest> instances = Stream.generate(
                        () -> new InboxUnderTest(inbox.incoming, database, runs, runConfig, schema))
                .limit(4)
                .toList();
        for (int i = 0; i < 60; i++) {
            inbox.drop(i + ".csv.ctl", "rows=" + i);
            inbox.drop(i + ".csv", "content " + i);
        }
        for (InboxUnderTest instance : instances) {
            instance.poller.poll();
            instance.clock.advance(InboxUnderTest.QUIET);
        }
        // A run that nobody has: what a fifth instance, killed between move and commit, has left.
        Files.writeString(inbox.incoming.resolve("processing/999999-60.csv"), "content 60");
        Files.writeString(inbox.incoming.resolve("processing/999999-60.csv.ctl"), "rows=60");
        ExecutorService threads = Executors.newFixedThreadPool(instances.size());
        try {
            for (Future<Void> each : threads.invokeAll(instances.stream()
                    .map(instance -> pollingUntilEmpty(instance))
                    .toList())) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }

        List<Run> taken = runs.list(new Runs.Selection(null, null, null, 100));
        assertThat(taken).extracting(run -> run.file().name()).hasSize(61).doesNotHaveDuplicates();
        for (Run run : taken) {
            String number = run.file().name().replace(".csv", "");
            assertThat(run.path()).hasContent("content " + number);
            assertThat(run.path().resolveSibling(run.path().getFileName() + ".ctl"))
                    .hasContent("rows=" + number);
        }
        assertThat(inbox.files()).hasSize(2 * 61).allMatch(file -> file.startsWith("processing/"));
        assertThat(log.messages()).isEmpty();
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
            assertThat(log.messages()).hasSize(stuck.size());
            take("fine.csv");
            assertThat(runs.list(new Runs.Selection(null, null, null, 10)))
                    .extracting(run -> run.file().name())
                    .containsExactly("fine.csv");
            assertThat(log.messages()).as("no new ones").hasSize(stuck.size());
            immovable.release();
            inbox.poller.poll();
            assertThat(runs.queued()).isEqualTo(1 + stuck.size());
        }
    }

    @Test
    void names_thatOnlyLookAlike_areFilesOfTheirOwn() {
        String composed = Normalizer.normalize("Nutzung_März.csv", Normalizer.Form.NFC);
        String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
        inbox.drop(composed, "one");
        inbox.drop(decomposed, "other");
        inbox.pollUntilSettled();
        List<Run> taken = runs.list(new Runs.Selection(null, null, null, 10));
        assertThat(taken).extracting(run -> run.file().name()).containsExactlyInAnyOrder(composed, decomposed);
        taken.forEach(run -> finish(run, RunState.SUCCEEDED));
        inbox.poller.poll();

        assertThat(inbox.files())
                .hasSize(2)
                .allMatch(file -> file.startsWith("archive/2026/11/"))
                .anyMatch(file -> file.endsWith("-" + composed))
                .anyMatch(file -> file.endsWith("-" + decomposed));
    }

    @Test
    void theLongestNameWithAControlFile_goesAllTheWay() {
        String name = "ü".repeat(123) + "x.csv";
        inbox.drop(name + ".ctl", "rows=1");
        Run run = finish(take(name), RunState.FAILED);
        assertThat(run.file().name()).isEqualTo(name);
        inbox.poller.poll();

        List<String> files = inbox.files();
        assertThat(files).hasSize(3).allMatch(file -> file.startsWith("rejected/2026/11/" + run.id() + "-üü"));
        assertThat(files.get(1)).isEqualTo(files.get(0) + ".ctl");
        assertThat(files.get(2)).isEqualTo(files.get(0) + ".report.txt");
    }

    @Test
    void archive_thatIsFull_keepsTheFileUntilThereIsRoom_andNothingIsLoadedTwice() throws IOException {
        inbox.poller.createFolders();
        try (SmallDisk disk = SmallDisk.mount(inbox.incoming.resolve("archive"), 1 << 20)) {
            Path filler = Files.write(disk.path().resolve("filler"), new byte[900_000]);
            byte[] content = new byte[500_000];
            Files.write(inbox.drop("usage.csv", ""), content);
            inbox.pollUntilSettled();
            Run run = finish(newest(), RunState.SUCCEEDED);
            inbox.poller.poll();
            inbox.poller.poll();
            assertThat(run.path()).exists();
            assertThat(runs.find(run.id()).orElseThrow().state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(log.messages()).hasSize(1).first().asString().contains("no room");
            assertThat(inbox.files()).containsExactly("archive/filler", "processing/" + run.id() + "-usage.csv");

            Files.delete(filler);
            inbox.poller.poll();
            assertThat(inbox.files()).containsExactly("archive/2026/11/" + run.id() + "-usage.csv");
            assertThat(disk.path().resolve("2026/11/" + run.id() + "-usage.csv"))
                    .hasBinaryContent(content);
            assertThat(runs.list(new Runs.Selection(null, null, null, 10))).hasSize(1);
        }
    }

    @Test
    void archive_thatIsReadOnly_keepsTheFileUntilItIsNot() throws IOException {
        inbox.poller.createFolders();
        try (SmallDisk disk = SmallDisk.mount(inbox.incoming.resolve("archive"), 1 << 20)) {
            Run run = finish(take("usage.csv"), RunState.SUCCEEDED);
            disk.remount("ro");
            inbox.poller.poll();
            inbox.poller.poll();
            assertThat(run.path()).exists();
            assertThat(log.messages()).hasSize(1).first().asString().contains("Cannot file away");

            disk.remount("rw");
            inbox.poller.poll();
            assertThat(inbox.files()).containsExactly("archive/2026/11/" + run.id() + "-usage.csv");
        }
    }

    @Test
    void rejected_thatIsFull_keepsTheFileAndItsReportUntilThereIsRoom() throws IOException {
        inbox.poller.createFolders();
        try (SmallDisk disk = SmallDisk.mount(inbox.incoming.resolve("rejected"), 1 << 20)) {
            Path filler = Files.write(disk.path().resolve("filler"), new byte[(1 << 20) - 8192]);
            inbox.drop("usage.csv.ctl", "rows=1");
            Run run = finish(take("usage.csv"), RunState.FAILED);
            Files.write(filler, new byte[4096], StandardOpenOption.APPEND);
            inbox.poller.poll();
            inbox.poller.poll();
            assertThat(run.path()).exists();
            assertThat(log.messages()).as("one, however often it is tried").hasSizeLessThanOrEqualTo(1);

            Files.delete(filler);
            inbox.poller.poll();
            String name = run.id() + "-usage.csv";
            assertThat(inbox.files())
                    .containsExactly(
                            "rejected/2026/11/" + name,
                            "rejected/2026/11/" + name + ".ctl",
                            "rejected/2026/11/" + name + ".report.txt");
        }
    }

    private Run take(String name) {
        inbox.drop(name, "content of " + name);
        inbox.pollUntilSettled();
        return newest();
    }

    private Run newest() {
        return runs.list(new Runs.Selection(null, null, null, 1)).get(0);
    }

    private Run finish(Run run, RunState state) {
        Run.RunError error = state == RunState.FAILED ? new Run.RunError(RunErrorCode.FILE_EMPTY, "empty") : null;
        Run finished = queue.finish(queue.claim(run.id(), "test").orElseThrow(), state, error);
        database.inTransaction(connection -> Sql.of(
                        "update ingest.run set finished_at = ? where id = ?",
                        Instant.parse("2026-11-22T12:00:00Z"),
                        run.id())
                .update(connection));
        return finished;
    }
}
