package telco.usage.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivalsTest {

    private static final Duration QUIET = InboxUnderTest.QUIET;

    @TempDir
    Path folder;

    private InboxUnderTest inbox;

    @BeforeEach
    void inbox() {
        inbox = new InboxUnderTest(folder, null, null, null, null);
    }

    @Test
    void settled_onlyAfterTheQuietPeriod() throws IOException {
        inbox.drop("usage.csv", "a");

        assertThat(settled()).isEmpty();
        inbox.clock.advance(QUIET.minusMillis(1));
        assertThat(settled()).isEmpty();
        inbox.clock.advance(Duration.ofMillis(1));
        assertThat(settled()).containsExactly("usage.csv");
    }

    @Test
    void settled_notWhileAFileGrows() throws IOException {
        Path file = inbox.drop("usage.csv", "a");
        for (int i = 0; i < 5; i++) {
            assertThat(settled()).isEmpty();
            Files.writeString(file, "more", StandardOpenOption.APPEND);
            // A copy that keeps the original's time: only the size tells.
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
            inbox.clock.advance(QUIET);
        }

        assertThat(settled()).isEmpty();
        inbox.clock.advance(QUIET);
        assertThat(settled()).containsExactly("usage.csv");
    }

    @Test
    void settled_notWhileOnlyTheTimeChanges() throws IOException {
        Path file = inbox.drop("usage.csv", "a");
        assertThat(settled()).isEmpty();
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        inbox.clock.advance(QUIET);

        assertThat(settled()).isEmpty();
    }

    @Test
    void settled_anotherFileUnderTheNameBeginsAnew() throws IOException {
        Path file = inbox.drop("usage.csv", "a");
        FileTime time = Files.getLastModifiedTime(file);
        assertThat(settled()).isEmpty();
        inbox.clock.advance(QUIET);
        Path other = Files.writeString(folder.resolve("other.tmp"), "b");
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(file, time);

        assertThat(settled()).isEmpty();
    }

    @Test
    void settled_modificationTimesInPastOrFutureDoNotMatter() throws IOException {
        Files.setLastModifiedTime(inbox.drop("old.csv", "a"), FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
        Files.setLastModifiedTime(inbox.drop("new.csv", "a"), FileTime.from(Instant.parse("2101-01-01T00:00:00Z")));

        assertThat(settled()).isEmpty();
        inbox.clock.advance(QUIET);
        assertThat(settled()).containsExactly("old.csv", "new.csv");
    }

    @Test
    void settled_leavesTemporaryNamesAloneUntilTheyAreRenamed() throws IOException {
        Path partial = inbox.drop("usage.csv.part", "a");
        inbox.drop(".usage.csv", "a");
        assertThat(settled()).isEmpty();
        inbox.clock.advance(QUIET);
        assertThat(settled()).isEmpty();

        Files.move(partial, folder.resolve("usage.csv"));
        assertThat(settled()).isEmpty();
        inbox.clock.advance(QUIET);
        assertThat(settled()).containsExactly("usage.csv");
    }

    @Test
    void settled_regularFilesOnly() throws IOException, InterruptedException {
        Path outside = Files.writeString(Files.createTempFile("outside", ".csv"), "a");
        Files.createSymbolicLink(folder.resolve("link.csv"), outside);
        Files.createDirectory(folder.resolve("folder.csv"));
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe.csv").toString())
                        .start()
                        .waitFor())
                .isZero();
        inbox.drop("empty.csv", "");
        settled();
        inbox.clock.advance(QUIET);

        assertThat(settled()).containsExactly("empty.csv");
        Files.delete(outside);
    }

    @Test
    void oldestFileAge_countsFromWhenTheFileWasFirstSeen() throws IOException {
        assertThat(inbox.arrivals.oldestFileAge()).isZero();
        Path first = inbox.drop("first.csv", "a");
        settled();
        inbox.clock.advance(Duration.ofMinutes(2));
        Path second = inbox.drop("second.csv", "a");
        Files.writeString(first, "changed");
        settled();
        inbox.clock.advance(Duration.ofMinutes(1));
        assertThat(inbox.arrivals.oldestFileAge()).isEqualTo(Duration.ofMinutes(3));

        Files.delete(first);
        settled();
        assertThat(inbox.arrivals.oldestFileAge()).isEqualTo(Duration.ofMinutes(1));
        Files.delete(second);
        settled();
        assertThat(inbox.arrivals.oldestFileAge()).isZero();
    }

    private List<String> settled() throws IOException {
        return inbox.arrivals.complete().stream()
                .map(each -> each.data().name())
                .toList();
    }
}
