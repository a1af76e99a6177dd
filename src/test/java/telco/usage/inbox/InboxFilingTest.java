package telco.usage.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import telco.usage.run.Run;
import telco.usage.run.RunFinished;
import telco.usage.run.RunRequest;
import telco.usage.run.RunState;
import telco.usage.run.RunTrigger;
import telco.usage.testing.NotServing;
import telco.usage.testing.ServiceUnderTest;

/** Where a file goes when its run has ended. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(NotServing.class)
class InboxFilingTest extends HandWorkedInbox {

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
    void poll_aPlaceThatCannotBeWrittenKeepsTheFileUntilItCan() throws IOException {
        Run run = finish(take("usage.csv"), RunState.SUCCEEDED);
        Path archive = Files.writeString(inbox.incoming.resolve("archive"), "in the way");
        inbox.poller.poll();
        inbox.poller.poll();
        assertThat(inbox.files()).contains("processing/" + run.id() + "-usage.csv");
        assertThat(runs.find(run.id()).orElseThrow().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(log.messages())
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
        assertThat(log.messages()).noneMatch(message -> message.contains("\n"));
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

    private static FileStore store(Path path) throws IOException {
        return Files.getFileStore(path);
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
}
