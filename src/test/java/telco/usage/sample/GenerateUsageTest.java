package telco.usage.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateUsageTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void run_writesTheFileAndSaysWhatIsInIt() throws IOException {
        Path file = folder.resolve("usage.csv");

        assertThat(run("--out=" + file, "--rows=1000", "--bad=10", "--first-month=2016-01"))
                .isZero();
        assertThat(Files.readAllLines(file)).hasSize(1000);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("read       1000 rows");
    }

    @Test
    void run_wrongOption_saysSoAndExitsWithTwo() {
        assertThat(run("--out=x", "--rowz=1000")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("unknown option --rowz");
        assertThat(run("--rows=1000")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--out is missing");
        assertThat(run("--out=x", "--first-month=January")).isEqualTo(2);
    }

    @Test
    void run_unwritableFile_saysSoAndExitsWithOne() {
        assertThat(run("--out=" + folder.resolve("missing/usage.csv"))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("missing/usage.csv");
    }

    private int run(String... arguments) {
        return GenerateUsage.run(arguments, new PrintStream(out, true), new PrintStream(err, true));
    }
}
