package telco.usage.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import telco.usage.testing.Progress;

/**
 * When the benchmark is stopped in the middle, by Ctrl-C say: ends what it has started and removes the folder. Databases
 * on an own server stay.
 */
final class Interruption {

    private Interruption() {}

    static void cleanUp(Workspace workspace) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted(workspace), "interrupted"));
    }

    private static void interrupted(Workspace workspace) {
        if (Files.notExists(workspace.folder())) {
            return;
        }
        ProcessHandle.current().children().forEach(Interruption::end);
        try {
            postmaster(workspace.folder().resolve("postgres/postmaster.pid")).ifPresent(Interruption::end);
            workspace.close();
        } catch (IOException e) {
            Progress.say("%s could not be removed: %s", workspace.folder(), e);
        }
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        process.onExit().join();
    }

    private static Optional<ProcessHandle> postmaster(Path pidFile) throws IOException {
        return Files.exists(pidFile)
                ? ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(pidFile).get(0).strip()))
                : Optional.empty();
    }
}
