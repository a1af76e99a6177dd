package telco.usage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.testing.RealFile;
import telco.usage.testing.ServiceProcess;

/** A provider's real rows through the one-shot command, on its embedded database. */
class RealFileIT {

    @TempDir
    Path directory;

    @Test
    void oneShot_loadsItOnce() {
        String file = RealFile.require().toString();
        assertThat(report("--csv-path", file))
                .containsPattern("read +14,301 +9489\\.841753")
                .containsPattern("loaded +14,293 +9486\\.014608")
                .containsPattern("duplicateInFile +8 ")
                .containsPattern("rejected +0 ");
        assertThat(report("--csv-path", file))
                .contains("SKIPPED_DUPLICATE", "The same content was loaded by run 1; --force loads it again.");
        assertThat(report("--csv-path", file, "--force"))
                .containsPattern("loaded +0 ")
                .containsPattern("duplicateInFile +8 ")
                .containsPattern("duplicateInWarehouse +14,293 ");
    }

    private String report(String... arguments) {
        try (ServiceProcess command = ServiceProcess.start(directory, Map.of(), arguments)) {
            assertThat(command.awaitExit()).as(command.stderr()).isEqualTo(ExitCode.OK);
            return command.stdout();
        }
    }
}
