package telco.usage.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;
import telco.usage.run.Run;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFinished;
import telco.usage.run.RunState;
import telco.usage.testing.NotServing;
import telco.usage.testing.ServiceUnderTest;

/** Where files go with all that belongs to them, also where that is difficult. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(NotServing.class)
class InboxMovesTest extends HandWorkedInbox {

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
        assertThat(log.warnings()).isEmpty();
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
    void names_thatOnlyLookAlike_areFilesOfTheirOwn() {
        String composed = Normalizer.normalize("Nutzung_März.csv", Normalizer.Form.NFC);
        String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
        inbox.drop(composed, "one");
        inbox.drop(decomposed, "other");
        inbox.pollUntilSettled();
        List<Run> taken = allRuns();
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
}
