package telco.usage.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostmasterTest {

    @TempDir
    Path directory;

    @Test
    void find_nothingWithoutPidFile() {
        assertThat(Postmaster.find(directory)).isEmpty();
    }

    @Test
    void find_doesNotTakeAnotherProcessForIt() throws IOException {
        Path pidFile = directory.resolve("postmaster.pid");
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n" + directory + "\n");

        assertThat(Postmaster.find(directory)).isEmpty();
        assertThat(pidFile).doesNotExist();
    }

    @Test
    void find_refusesAnUnreadablePidFile() throws IOException {
        Files.writeString(directory.resolve("postmaster.pid"), "not a number\n");

        assertThatThrownBy(() -> Postmaster.find(directory))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("postmaster.pid");
    }
}
