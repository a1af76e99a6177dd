package telco.usage.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The main process of a running PostgreSQL server, found by the pid file in its data directory. */
final class Postmaster {

    /** A stop writes all changed pages first: with the WAL we allow that is seconds, on a slow disk a minute. */
    private static final Duration ORDERLY_STOP = Duration.ofSeconds(90);

    private static final Duration QUICK_STOP = Duration.ofSeconds(10);

    private final ProcessHandle process;

    private Postmaster(ProcessHandle process) {
        this.process = process;
    }

    /**
     * The server that runs on this data directory, if one does. A pid file whose process is gone, or is something else
     * that was given the same number since, is not believed; the latter is removed, for PostgreSQL would believe it.
     *
     * @throws StartRefusedException when the number belongs to a PostgreSQL that may or may not be the one
     */
    static Optional<Postmaster> find(Path postgresDirectory) {
        Path pidFile = postgresDirectory.resolve("postmaster.pid");
        Optional<ProcessHandle> process = readPid(pidFile).flatMap(ProcessHandle::of);
        if (process.isEmpty()) {
            return Optional.empty();
        }
        ProcessHandle.Info info = process.get().info();
        if (!isPostgres(info)) {
            remove(pidFile);
            return Optional.empty();
        }
        if (!serves(info, postgresDirectory)) {
            throw new StartRefusedException("Process " + process.get().pid() + " is a PostgreSQL server, and "
                    + pidFile + " says that it uses this directory, but it was not started for it."
                    + " Stop that server; if it is another one's, remove the file.");
        }
        return Optional.of(new Postmaster(process.get()));
    }

    static boolean isServing(Path postgresDirectory) {
        return Files.exists(postgresDirectory.resolve("postmaster.pid"));
    }

    private static Optional<Long> readPid(Path pidFile) {
        try {
            List<String> lines = Files.readAllLines(pidFile);
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.valueOf(lines.get(0).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | NumberFormatException e) {
            throw new StartRefusedException("The file " + pidFile + " cannot be read (" + e + ").", e);
        }
    }

    private static boolean isPostgres(ProcessHandle.Info info) {
        return info.command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(false);
    }

    private static boolean serves(ProcessHandle.Info info, Path postgresDirectory) {
        return info.arguments()
                .map(arguments -> Arrays.asList(arguments).contains(postgresDirectory.toString()))
                .orElse(false);
    }

    private static void remove(Path pidFile) {
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new StartRefusedException("The stale file " + pidFile + " cannot be removed (" + e + ").", e);
        }
    }

    long pid() {
        return process.pid();
    }

    /**
     * Ends the server: its sessions are broken off, what was committed is kept. One that does not stop in time is
     * stopped without tidying up, and recovers when it is started the next time.
     *
     * @return false when it runs on even so
     */
    boolean stop() {
        // PostgreSQL's "fast" and "immediate" shutdown; SIGTERM would wait for sessions to end by themselves.
        return signal("INT", ORDERLY_STOP) || signal("QUIT", QUICK_STOP);
    }

    private boolean signal(String name, Duration patience) {
        try {
            if (Path.of("/bin/sh").toFile().canExecute()) {
                // The shell's own kill: images without procps have no other.
                new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid())
                        .start()
                        .waitFor();
            } else {
                process.destroy();
            }
            process.onExit().get(patience.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (IOException | ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
