package telco.usage.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import telco.usage.run.Run;
import telco.usage.run.RunState;
import telco.usage.testing.NotServing;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.SmallDisk;

/** Folders that take no more: the file waits, and nothing is loaded twice. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(NotServing.class)
class FullArchiveTest extends HandWorkedInbox {

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
            assertThat(log.warnings()).hasSize(1).first().asString().contains("no room");
            assertThat(inbox.files()).containsExactly("archive/filler", "processing/" + run.id() + "-usage.csv");

            Files.delete(filler);
            inbox.poller.poll();
            assertThat(inbox.files()).containsExactly("archive/2026/11/" + run.id() + "-usage.csv");
            assertThat(disk.path().resolve("2026/11/" + run.id() + "-usage.csv"))
                    .hasBinaryContent(content);
            assertThat(allRuns()).hasSize(1);
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
            assertThat(log.warnings()).hasSize(1).first().asString().contains("Cannot file away");

            disk.remount("rw");
            inbox.poller.poll();
            assertThat(inbox.files()).containsExactly("archive/2026/11/" + run.id() + "-usage.csv");
        }
    }

    /** Whoever may write to the inbox could read with the service's rights else. */
    @Test
    void rejected_elsewhere_getsNothingThatALinkLeadsTo() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "not the provider's");
        inbox.poller.createFolders();
        try (SmallDisk disk = SmallDisk.mount(inbox.incoming.resolve("rejected"), 1 << 20)) {
            inbox.drop("usage.csv.ctl", "rows=1");
            Run run = finish(take("usage.csv"), RunState.FAILED);
            Path control = run.path().resolveSibling(run.path().getFileName() + ".ctl");
            for (Path swapped : List.of(control, run.path())) {
                byte[] own = Files.readAllBytes(swapped);
                Files.delete(swapped);
                Files.createSymbolicLink(swapped, secret);
                inbox.poller.poll();
                assertThat(swapped).isSymbolicLink();
                assertThat(log.warnings()).last().asString().contains("a link or the like, which is not copied");
                Files.delete(swapped);
                Files.write(swapped, own);
            }
            inbox.poller.poll();
            String name = run.id() + "-usage.csv";
            assertThat(inbox.files())
                    .containsExactly(
                            "rejected/2026/11/" + name,
                            "rejected/2026/11/" + name + ".ctl",
                            "rejected/2026/11/" + name + ".report.txt");
            assertThat(disk.path().resolve("2026/11/" + name)).hasContent("content of usage.csv");
            assertThat(disk.path().resolve("2026/11/" + name + ".ctl")).hasContent("rows=1");
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
            assertThat(log.warnings()).as("one, however often it is tried").hasSizeLessThanOrEqualTo(1);

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
}
