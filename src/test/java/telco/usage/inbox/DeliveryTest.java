package telco.usage.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a file is taken out of the inbox, in each of its modes; and what never is. */
class DeliveryTest {

    private static final Duration QUIET = InboxUnderTest.QUIET;
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    Path folder;

    private final InboxLog log = new InboxLog();
    private InboxUnderTest inbox;

    @BeforeEach
    void listen() {
        log.start();
    }

    @AfterEach
    void stopListening() {
        log.stop();
    }

    private void inbox(InboxMode mode) {
        inbox = new InboxUnderTest(folder, mode, null, null, null, null);
    }

    private List<String> complete() throws IOException {
        return inbox.arrivals.complete().stream()
                .map(delivery -> delivery.data().name()
                        + delivery.beside().stream().map(delivery::endingOf).toList())
                .toList();
    }

    private List<String> completeAfter(Duration duration) throws IOException {
        inbox.clock.advance(duration);
        return complete();
    }

    @Test
    void quiet_takesAControlFileAlong_onceBothAreQuiet() throws IOException {
        inbox(InboxMode.QUIET);
        inbox.drop("usage.csv", "a");
        assertThat(complete()).isEmpty();
        inbox.clock.advance(QUIET.minusMillis(1));
        Path control = inbox.drop("usage.csv.ctl", "rows");
        assertThat(complete()).isEmpty();
        assertThat(completeAfter(QUIET.minusMillis(1))).isEmpty();
        Files.writeString(control, "=1", StandardOpenOption.APPEND);
        assertThat(completeAfter(QUIET.minusMillis(1))).isEmpty();

        assertThat(completeAfter(QUIET)).containsExactly("usage.csv[.ctl]");
    }

    @Test
    void quiet_knowsNoDoneFiles() throws IOException {
        inbox(InboxMode.QUIET);
        inbox.drop("usage.csv", "a");
        inbox.drop("usage.csv.done", "");
        complete();

        assertThat(completeAfter(QUIET)).containsExactlyInAnyOrder("usage.csv[]", "usage.csv.done[]");
    }

    @Test
    void controlFile_waitsForOne() throws IOException {
        inbox(InboxMode.CONTROL_FILE);
        inbox.drop("usage.csv", "a");
        complete();
        assertThat(completeAfter(QUIET)).isEmpty();
        inbox.drop("usage.csv.ctl", "rows=1");
        assertThat(complete()).isEmpty();
        assertThat(completeAfter(QUIET.minusMillis(1))).isEmpty();

        assertThat(completeAfter(QUIET)).containsExactly("usage.csv[.ctl]");
    }

    @Test
    void doneFile_isBelievedAtTheSecondLook() throws IOException {
        inbox(InboxMode.DONE_FILE);
        Path file = inbox.drop("usage.csv", "a");
        complete();
        assertThat(completeAfter(LONG)).isEmpty();
        inbox.drop("usage.csv.done", "");
        inbox.drop("usage.csv.ctl", "rows=1");
        assertThat(complete()).isEmpty();
        Files.writeString(file, "and more", StandardOpenOption.APPEND);
        assertThat(completeAfter(Duration.ofMillis(1))).isEmpty();

        assertThat(completeAfter(Duration.ofMillis(1))).containsExactly("usage.csv[.ctl, .done]");
    }

    @Test
    void doneFile_ofOneFile_saysNothingOfAnother() throws IOException {
        inbox(InboxMode.DONE_FILE);
        inbox.drop("usage.csv", "a");
        inbox.drop("usage.csv.gz", "a");
        inbox.drop("usage.csv.gz.done", "");
        complete();

        assertThat(completeAfter(LONG)).containsExactly("usage.csv.gz[.done]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/done", ".ctl", ".report.txt", ".tmp", "~", ".an.ending.too.long"})
    void doneSuffix_mustBeUsable(String suffix) {
        assertThatThrownBy(() -> new DoneSuffix(suffix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("INBOX_DONE_SUFFIX is '" + suffix + "'");
    }

    @Test
    void aFileWithoutItsOther_isSaidOnce_andNeverTaken() throws IOException {
        inbox(InboxMode.DONE_FILE);
        inbox.drop("alone.csv", "a");
        inbox.drop("early.csv.done", "");
        inbox.drop("early.csv.ctl", "rows=1");
        complete();
        assertThat(completeAfter(LONG.minusMillis(1))).isEmpty();
        assertThat(log.warnings()).isEmpty();
        for (int i = 0; i < 3; i++) {
            assertThat(completeAfter(LONG)).isEmpty();
        }

        assertThat(log.warnings())
                .containsExactly(
                        folder.resolve("alone.csv") + " waits for the file beside it with the ending .done",
                        folder.resolve("early.csv.ctl") + " lies in the inbox without the file that it belongs to",
                        folder.resolve("early.csv.done") + " lies in the inbox without the file that it belongs to");
        inbox.drop("early.csv", "a");
        complete();
        assertThat(completeAfter(QUIET)).containsExactly("early.csv[.ctl, .done]");
    }

    @Test
    void whatIsNoFile_isSaidOnce_andNeverOpened() throws IOException, InterruptedException {
        inbox(InboxMode.QUIET);
        Path outside = Files.writeString(Files.createTempFile("outside", ".csv"), "a");
        Files.createSymbolicLink(folder.resolve("link.csv"), outside);
        Files.createSymbolicLink(folder.resolve("nowhere.csv"), folder.resolve("not there"));
        Files.createDirectory(folder.resolve("folder.csv"));
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe.csv").toString())
                        .start()
                        .waitFor())
                .isZero();
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("socket.csv")));
            inbox.poller.createFolders();
            complete();
            assertThat(completeAfter(LONG)).isEmpty();
            assertThat(completeAfter(LONG)).isEmpty();
        }

        assertThat(log.warnings().stream().filter(message -> message.contains("leaves it alone")))
                .extracting(message ->
                        Path.of(message.split(" is a folder")[0]).getFileName().toString())
                .containsExactly("folder.csv", "link.csv", "nowhere.csv", "pipe.csv", "socket.csv");
        Files.delete(folder.resolve("folder.csv"));
        complete();
        Files.createDirectory(folder.resolve("folder.csv"));
        complete();
        assertThat(log.warnings())
                .filteredOn(message -> message.contains("folder.csv is"))
                .hasSize(2);
        Files.delete(outside);
    }

    @Test
    void aControlFileThatIsNone_holdsItsFileBack() throws IOException {
        inbox(InboxMode.QUIET);
        inbox.drop("usage.csv", "a");
        Files.createSymbolicLink(folder.resolve("usage.csv.ctl"), folder.resolve("usage.csv"));
        complete();
        assertThat(completeAfter(LONG)).isEmpty();
        Files.delete(folder.resolve("usage.csv.ctl"));

        assertThat(complete()).containsExactly("usage.csv[]");
    }

    @Test
    void thousandsOfOddThings_areAFewLinesOnce() throws IOException {
        inbox(InboxMode.QUIET);
        for (int i = 0; i < 3_000; i++) {
            Files.createDirectory(folder.resolve("folder" + i));
        }
        for (int i = 0; i < 3; i++) {
            complete();
        }

        assertThat(log.warnings()).hasSize(21).last().asString().isEqualTo("… and so it is with 2980 more");
    }
}
