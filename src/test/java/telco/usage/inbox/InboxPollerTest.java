package telco.usage.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.database.Schema;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.run.Attempt;
import telco.usage.run.Run;
import telco.usage.run.RunConfig;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFinished;
import telco.usage.run.RunQueue;
import telco.usage.run.RunRequest;
import telco.usage.run.RunState;
import telco.usage.run.RunTrigger;
import telco.usage.run.Runs;
import telco.usage.testing.NotServing;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(NotServing.class)
class InboxPollerTest {

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

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private InboxUnderTest inbox;

    @BeforeEach
    void inbox() {
        inbox = inboxIn(folder.resolve("inbox"));
        Logger.getLogger("telco.usage.inbox").addHandler(handler);
    }

    @AfterEach
    void forget() {
        Logger.getLogger("telco.usage.inbox").removeHandler(handler);
        Warehouse.clear();
    }

    @Test
    void poll_makesARunOfASettledFile() {
        inbox.drop("usage.csv", "content");
        inbox.pollUntilSettled();

        Run run = onlyRun();
        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(run.trigger()).isEqualTo(RunTrigger.INBOX);
        assertThat(run.file().name()).isEqualTo("usage.csv");
        assertThat(run.file().sizeBytes()).isEqualTo(7);
        assertThat(run.path()).isEqualTo(inbox.incoming.resolve("processing/" + run.id() + "-usage.csv"));
        assertThat(inbox.files()).containsExactly("processing/" + run.id() + "-usage.csv");
    }

    @Test
    void poll_takesFilesOldestFirst() throws IOException {
        for (String name : List.of("c", "a", "b")) {
            inbox.drop(name + ".csv", name);
        }
        Files.setLastModifiedTime(
                inbox.incoming.resolve("b.csv"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        Files.setLastModifiedTime(
                inbox.incoming.resolve("c.csv"), FileTime.from(Instant.parse("2021-01-01T00:00:00Z")));
        inbox.pollUntilSettled();

        assertThat(allRuns()).extracting(run -> run.file().name()).containsExactly("a.csv", "c.csv", "b.csv");
    }

    @Test
    void poll_takesAnEmptyFileToo() {
        inbox.drop("empty.csv", "");
        inbox.pollUntilSettled();

        assertThat(onlyRun().file().sizeBytes()).isZero();
    }

    @Test
    void poll_filesByTheRunsEnd() {
        String month = "2026/11/";
        assertThat(filedAfter(RunState.SUCCEEDED)).isEqualTo("archive/" + month);
        assertThat(filedAfter(RunState.SUCCEEDED_WITH_WARNINGS)).isEqualTo("archive/" + month);
        assertThat(filedAfter(RunState.FAILED)).isEqualTo("rejected/" + month);
        assertThat(filedAfter(RunState.CANCELLED)).isEqualTo("rejected/" + month);
        assertThat(filedAfter(RunState.SKIPPED_DUPLICATE)).isEqualTo("duplicates/" + month);
    }

    @Test
    void poll_leavesFilesOfRunsThatGoOn() {
        Run queued = take("queued.csv");
        Run running = take("running.csv");
        claim(running);
        inbox.poller.poll();

        assertThat(inbox.files())
                .containsExactlyInAnyOrder(
                        "processing/" + queued.id() + "-queued.csv", "processing/" + running.id() + "-running.csv");
    }

    @Test
    void onFinished_filesAtOnce() {
        Run run = finish(take("usage.csv"), RunState.SUCCEEDED);
        inbox.filing.onFinished(new RunFinished(run));

        assertThat(inbox.files()).singleElement().asString().startsWith("archive/");
        assertThat(runs.find(run.id()).orElseThrow().path())
                .as("the run knows where its file is")
                .isRegularFile();
        inbox.filing.onFinished(new RunFinished(run));
        inbox.poller.poll();
        assertThat(inbox.files()).hasSize(1);
    }

    @Test
    void onFinished_leavesFilesFromOtherDoorsAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("17-usage.csv"), "a");
        Run run = runs.submit(RunRequest.of(RunTrigger.API, file, 1)).orElseThrow();
        inbox.filing.onFinished(new RunFinished(finish(run, RunState.SUCCEEDED)));

        assertThat(file).exists();
    }

    @Test
    void poll_givesBackAFileWhoseRunNeverCameToBe() throws IOException {
        inbox.poller.poll();
        Files.writeString(inbox.incoming.resolve("processing/999999-usage.csv"), "a");
        inbox.poller.poll();
        assertThat(inbox.files()).containsExactly("usage.csv");

        inbox.pollUntilSettled();
        assertThat(onlyRun().file().name()).isEqualTo("usage.csv");
    }

    @Test
    void poll_givesBackUnderTheNumberWhenItsNameIsTaken() throws IOException {
        inbox.drop("usage.csv", "newer");
        inbox.poller.poll();
        Files.writeString(inbox.incoming.resolve("processing/999999-usage.csv"), "a");
        inbox.poller.poll();

        assertThat(inbox.files()).containsExactly("999999-usage.csv", "usage.csv");
        assertThat(inbox.incoming.resolve("usage.csv")).hasContent("newer");
    }

    @Test
    void poll_givesBackAFileWhoseNumberIsAnotherFilesRun() throws IOException {
        Run run = take("usage.csv");
        Files.writeString(inbox.incoming.resolve("processing/" + run.id() + "-other.csv"), "a");
        inbox.poller.poll();

        assertThat(inbox.files()).containsExactly("other.csv", "processing/" + run.id() + "-usage.csv");
    }

    @Test
    void poll_afterACrashBehindTheCommit_leavesTheFileToItsRun() {
        Run run = take("usage.csv");
        InboxUnderTest restarted = inboxIn(inbox.incoming);
        restarted.pollUntilSettled();

        assertThat(allRuns()).hasSize(1);
        assertThat(restarted.files()).containsExactly("processing/" + run.id() + "-usage.csv");
    }

    @Test
    void poll_doesNotGiveBackWhileAnotherInstanceTakes() throws IOException {
        inbox.poller.poll();
        Path taken = Files.writeString(inbox.incoming.resolve("processing/999999-usage.csv"), "a");
        database.inTransaction(connection -> {
            assertThat(InboxLock.tryAcquire(connection)).isTrue();
            inbox.poller.poll();
            assertThat(taken).exists();
        });

        inbox.poller.poll();
        assertThat(taken).doesNotExist();
    }

    @Test
    void poll_twoInstancesOnOneFolderTakeEachFileOnce() throws Exception {
        InboxUnderTest other = inboxIn(inbox.incoming);
        for (int i = 0; i < 40; i++) {
            inbox.drop(i + ".csv", "content " + i);
        }
        for (InboxUnderTest each : List.of(inbox, other)) {
            each.poller.poll();
            each.clock.advance(InboxUnderTest.QUIET);
        }
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Void>> both = List.of(pollingUntilEmpty(inbox), pollingUntilEmpty(other));
            for (Future<Void> each : threads.invokeAll(both)) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(allRuns()).extracting(run -> run.file().name()).hasSize(40).doesNotHaveDuplicates();
        assertThat(allRuns()).allMatch(run -> Files.isRegularFile(run.path()));
        assertThat(inbox.files()).hasSize(40).allMatch(file -> file.startsWith("processing/"));
        assertThat(logged).noneMatch(message -> message.contains("Cannot"));
    }

    @Test
    void poll_aFullQueueLeavesFilesInTheInbox() {
        database.inTransaction(connection -> Sql.of("""
                        insert into ingest.run
                            (state, trigger, file_name, file_path, size_bytes, force, validate_only,
                             requested_at, available_at)
                        select 'QUEUED', 'API', 'usage.csv', '/usage.csv', 0, false, false, now(), now()
                        from generate_series(1, ?)
                        """, runConfig.queueLimit()).update(connection));
        inbox.drop("usage.csv", "a");
        inbox.pollUntilSettled();
        inbox.poller.poll();
        assertThat(inbox.files()).containsExactly("usage.csv");
        assertThat(logged)
                .filteredOn(message -> message.contains("RUN_QUEUE_LIMIT"))
                .hasSize(1);

        Warehouse.clear();
        inbox.poller.poll();
        assertThat(inbox.files()).containsExactly("processing/" + onlyRun().id() + "-usage.csv");
    }

    @Test
    void take_aFileThatChangedSinceItWasSeenIsLeft() throws IOException {
        inbox.drop("usage.csv", "a");
        Delivery seen = delivery(inbox.incoming.resolve("usage.csv"));
        inbox.poller.poll();
        inbox.drop("usage.csv", "a longer one");

        assertThat(inbox.intake.take(seen)).isEqualTo(Intake.Outcome.LEFT);
        assertThat(allRuns()).isEmpty();
        assertThat(inbox.files()).containsExactly("usage.csv");
    }

    @Test
    void take_aFileThatIsGoneIsNoTrouble() throws IOException {
        Path file = inbox.drop("usage.csv", "a");
        Delivery seen = delivery(file);
        inbox.poller.poll();
        Files.delete(file);

        assertThat(inbox.intake.take(seen)).isEqualTo(Intake.Outcome.LEFT);
        assertThat(allRuns()).isEmpty();
    }

    @Test
    void take_whenTheFileCannotBeMoved_makesNoRunAndWarnsOnce() throws IOException {
        inbox.drop("usage.csv", "a");
        inbox.poller.poll();
        Delivery seen = delivery(inbox.incoming.resolve("usage.csv"));
        // Root may write anywhere, so permissions would stop nothing: a file in the folder's place does.
        Path processing = inbox.incoming.resolve("processing");
        Files.delete(processing);
        Files.writeString(processing, "in the way");
        assertThat(inbox.intake.take(seen)).isEqualTo(Intake.Outcome.LEFT);
        assertThat(inbox.intake.take(seen)).isEqualTo(Intake.Outcome.LEFT);

        assertThat(allRuns()).isEmpty();
        assertThat(inbox.files()).containsExactly("processing", "usage.csv");
        assertThat(logged)
                .filteredOn(message -> message.contains("Cannot take usage.csv"))
                .hasSize(1);

        Files.delete(processing);
        inbox.pollUntilSettled();
        assertThat(onlyRun().file().name()).isEqualTo("usage.csv");
    }

    @Test
    void poll_anUnusableFolderIsAWarningAndHealsByItself() throws IOException {
        Files.writeString(inbox.incoming, "a file where the folder should be");
        inbox.poller.createFolders();
        inbox.poller.poll();
        inbox.poller.poll();
        assertThat(logged)
                .filteredOn(message -> message.contains("cannot be used, will try again"))
                .hasSize(1);

        Files.delete(inbox.incoming);
        assertThat(take("usage.csv").state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void poll_aPlaceThatCannotBeWrittenKeepsTheFileUntilItCan() throws IOException {
        Run run = finish(take("usage.csv"), RunState.SUCCEEDED);
        Path archive = Files.writeString(inbox.incoming.resolve("archive"), "in the way");
        inbox.poller.poll();
        inbox.poller.poll();
        assertThat(inbox.files()).contains("processing/" + run.id() + "-usage.csv");
        assertThat(runs.find(run.id()).orElseThrow().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(logged)
                .filteredOn(message -> message.contains("Cannot file away"))
                .hasSize(1);

        Files.delete(archive);
        inbox.poller.poll();
        assertThat(inbox.files()).containsExactly("archive/2026/11/" + run.id() + "-usage.csv");
    }

    @Test
    void poll_neverOverwritesAFiledFile() throws IOException {
        Run run = finish(take("usage.csv"), RunState.SUCCEEDED);
        String filed = "archive/2026/11/" + run.id() + "-usage.csv";
        Files.createDirectories(inbox.incoming.resolve(filed).getParent());
        Files.writeString(inbox.incoming.resolve(filed), "from before the database was restored");
        inbox.poller.poll();

        assertThat(inbox.files()).containsExactly("archive/2026/11/" + run.id() + "-2-usage.csv", filed);
        assertThat(inbox.incoming.resolve(filed)).hasContent("from before the database was restored");
    }

    @Test
    void poll_finishesAMoveThatWasCutShortAfterTheCopy() throws IOException {
        Run run = finish(take("usage.csv"), RunState.SUCCEEDED);
        Path filed = inbox.incoming.resolve("archive/2026/11/" + run.id() + "-usage.csv");
        Files.createDirectories(filed.getParent());
        Files.copy(run.path(), filed);
        inbox.poller.poll();

        assertThat(inbox.files()).containsExactly("archive/2026/11/" + run.id() + "-usage.csv");
    }

    @Test
    void poll_filesOntoAnotherFileSystem() throws IOException {
        Path memory = Path.of("/dev/shm");
        Assumptions.assumeTrue(
                Files.isWritable(memory) && !store(memory).equals(store(folder)),
                "SKIPPED, NOT PROVEN: there is no other file system at /dev/shm");
        Path archive = Files.createTempDirectory(memory, "telco-archive");
        Run run = finish(take("usage.csv"), RunState.SUCCEEDED);
        Files.createSymbolicLink(inbox.incoming.resolve("archive"), archive);
        inbox.poller.poll();

        Path filed = archive.resolve("2026/11/" + run.id() + "-usage.csv");
        assertThat(filed).hasContent("content of usage.csv");
        assertThat(inbox.files()).isEmpty();
        Files.delete(filed);
        Files.delete(filed.getParent());
        Files.delete(filed.getParent().getParent());
        Files.delete(archive);
    }

    @Test
    void poll_oddNamesGoAllTheWay() {
        for (String name : List.of(
                "with space.csv",
                "näme 日本.csv",
                "two\nlines.csv",
                "17-usage.csv",
                "'quoted\" $(x).csv",
                "-rf",
                "a\tb")) {
            Run run = take(name);
            assertThat(run.file().name()).isEqualTo(name);
            finish(run, RunState.FAILED);
            inbox.poller.poll();
            assertThat(inbox.incoming.resolve("rejected/2026/11/" + run.id() + "-" + name))
                    .exists();
        }
        assertThat(logged).noneMatch(message -> message.contains("\n"));
    }

    @Test
    void poll_theLongestNamePossibleGoesAllTheWay() {
        String name = "u".repeat(251) + ".csv";
        Run run = take(name);
        assertThat(run.file().name()).isEqualTo(name);
        finish(run, RunState.SUCCEEDED);
        inbox.poller.poll();

        String filed = inbox.files().get(0);
        assertThat(filed).startsWith("archive/2026/11/" + run.id() + "-uuu").endsWith("u.csv");
        assertThat(Path.of(filed).getFileName().toString()).hasSize(239);
    }

    @Test
    void poll_saysWhatBelongsToNoRunAndLeavesIt() throws IOException {
        inbox.poller.poll();
        Files.writeString(inbox.incoming.resolve("processing/usage.csv"), "a");
        inbox.poller.poll();
        inbox.poller.poll();

        assertThat(inbox.files()).containsExactly("processing/usage.csv");
        assertThat(logged)
                .filteredOn(message -> message.contains("belongs to no run"))
                .hasSize(1);
    }

    @Test
    void createFolders_showsEveryPlace() {
        inbox.poller.createFolders();

        assertThat(inbox.incoming.toFile().list())
                .containsExactlyInAnyOrder("processing", "archive", "rejected", "duplicates");
    }

    @Test
    void pollWhenServing_doesNothingWhenNotServing() {
        inbox.drop("usage.csv", "a");
        for (int i = 0; i < 2; i++) {
            inbox.poller.pollWhenServing();
            inbox.clock.advance(InboxUnderTest.QUIET);
        }

        assertThat(inbox.files()).containsExactly("usage.csv");
    }

    private InboxUnderTest inboxIn(Path incoming) {
        return new InboxUnderTest(incoming, database, runs, runConfig, schema);
    }

    private static FileStore store(Path path) throws IOException {
        return Files.getFileStore(path);
    }

    private Callable<Void> pollingUntilEmpty(InboxUnderTest each) {
        return () -> {
            while (!InboxFolders.filesIn(each.incoming).isEmpty()) {
                each.poller.poll();
            }
            return null;
        };
    }

    private static Delivery delivery(Path file) throws IOException {
        return new Delivery(WaitingFile.look(file).orElseThrow(), List.of());
    }

    private Run take(String name) {
        inbox.drop(name, "content of " + name);
        inbox.pollUntilSettled();
        return allRuns().get(0);
    }

    private String filedAfter(RunState state) {
        Run run = finish(take("usage.csv"), state);
        // The month in which the run ended, by the run table: the service's own clock is not ours.
        setFinished(run, Instant.parse("2026-11-30T23:59:59Z"));
        List<String> before = inbox.files();
        inbox.poller.poll();
        return inbox.files().stream()
                .filter(file -> !before.contains(file) && !file.endsWith(RejectionReport.ENDING))
                .reduce((one, other) -> one + " " + other)
                .orElse("nowhere")
                .replace(run.id() + "-usage.csv", "");
    }

    private Attempt claim(Run run) {
        return queue.claim(run.id(), "test").orElseThrow();
    }

    private Run finish(Run run, RunState state) {
        Run.RunError error = state == RunState.FAILED ? new Run.RunError(RunErrorCode.FILE_EMPTY, "empty") : null;
        Run finished = queue.finish(claim(run), state, error);
        setFinished(finished, Instant.parse("2026-11-22T12:00:00Z"));
        return finished;
    }

    private void setFinished(Run run, Instant instant) {
        database.inTransaction(
                connection -> Sql.of("update ingest.run set finished_at = ? where id = ?", instant, run.id())
                        .update(connection));
    }

    private Run onlyRun() {
        assertThat(allRuns()).hasSize(1);
        return allRuns().get(0);
    }

    /** Newest first. */
    private List<Run> allRuns() {
        return runs.list(new Runs.Selection(null, null, null, 100));
    }
}
