package telco.usage.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** A program that need not be installed: where it is not, a test that wants it is skipped and says so. */
public record Tool(Path program) {

    /** What it said, on both outputs, and how it ended. */
    public record Answer(int exitCode, String text) {}

    /**
     * Skips the test where there is no such program.
     *
     * @param debianPackage where it comes from, for whoever reads that the test was skipped
     */
    public static Tool named(String name, String debianPackage) {
        Optional<Path> program = find(name);
        Assumptions.assumeTrue(
                program.isPresent(),
                () -> "SKIPPED, NOT PROVEN: there is no %s here (on Debian, apt-get install %s)"
                        .formatted(name, debianPackage));
        return new Tool(program.get());
    }

    private static Optional<Path> find(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs it to its end, in the project's folder. */
    public Answer run(String... arguments) {
        try {
            Process process = command(arguments).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The command, to be started by the caller. */
    public ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}
