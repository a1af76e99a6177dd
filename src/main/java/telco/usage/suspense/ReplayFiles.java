package telco.usage.suspense;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;
import telco.usage.run.Run;
import telco.usage.run.RunConfig;
import telco.usage.run.RunFinished;

/** The files that replays load. Each goes when its run is done: what came of its records is in the database then. */
@Singleton
final class ReplayFiles {

    private static final Logger LOG = Logger.getLogger(ReplayFiles.class);

    /** What is younger may belong to a run that is being submitted, or that waits. */
    private static final Duration ABANDONED_AFTER = Duration.ofDays(30);

    private static final Duration STORAGE_RETRY = Duration.ofSeconds(60);
    private static final int PART_BYTES = 64 * 1024;
    private static final String SUFFIX = ".csv";

    private final Path directory;
    private final long mostBytes;
    private final RunConfig runs;
    private final Clock clock;

    ReplayFiles(ReplayConfig config, RunConfig runs, Clock clock) {
        this.directory = config.directory().toAbsolutePath().normalize();
        this.mostBytes = config.maxUploadSize().asLongValue();
        this.runs = runs;
        this.clock = clock;
    }

    /** Writes the content of a file. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * A new, empty file.
     *
     * @throws ProblemException STORAGE_UNAVAILABLE when the folder cannot be used
     */
    Path reserve(int runId) {
        try {
            Files.createDirectories(directory);
            return Files.createTempFile(directory, "run-" + runId + "-rejects-", SUFFIX);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /**
     * Fills the file with a body: all of it is on disk for good when this returns.
     *
     * @throws ProblemException STORAGE_UNAVAILABLE when there is no room, PAYLOAD_TOO_LARGE, or INVALID_REQUEST when the body
     *     breaks off
     */
    void receive(Path file, InputStream body) {
        write(file, out -> {
            byte[] part = new byte[PART_BYTES];
            long received = 0;
            for (int read = body.read(part); read >= 0; read = body.read(part)) {
                received += read;
                // The server knows the limit too, but only looks at the length that a request announces.
                if (received > mostBytes) {
                    throw new ProblemException(
                            ProblemCode.PAYLOAD_TOO_LARGE,
                            "The body is larger than %d bytes (MAX_UPLOAD_SIZE).".formatted(mostBytes));
                }
                out.write(part, 0, read);
            }
        });
    }

    /**
     * Fills the file: all of it is on disk for good when this returns.
     *
     * @throws ProblemException STORAGE_UNAVAILABLE when there is no room, INVALID_REQUEST when the content breaks off
     */
    void write(Path file, Content content) {
        try (StoredOutput out = new StoredOutput(file)) {
            content.writeTo(out);
        } catch (StoredOutput.FailedException e) {
            throw unavailable(e);
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST, "The body broke off. Nothing of it was kept; send it again.");
        }
    }

    long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private ProblemException unavailable(IOException e) {
        LOG.errorf("%s (REPLAY_DIR) cannot be written: %s", directory, e);
        return new ProblemException(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "The folder for replays (REPLAY_DIR) has no room or cannot be written. Nothing was changed; try again"
                                + " when that is mended.")
                .retryAfter(STORAGE_RETRY);
    }

    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warnf("%s is no longer needed, but cannot be removed: %s", file, e);
        }
    }

    void onFinished(@Observes RunFinished finished) {
        Run run = finished.run();
        if (run.replay() != null) {
            delete(run.path());
        }
    }

    /** A process that died between two steps may have left a file that no run knows. */
    void onStart(@Observes StartupEvent start) {
        if (!runs.serving() || !Files.isDirectory(directory)) {
            return;
        }
        Instant before = clock.instant().minus(ABANDONED_AFTER);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "run-*-rejects-*" + SUFFIX)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    delete(file);
                }
            }
        } catch (IOException e) {
            LOG.warnf("Cannot look for abandoned files in %s (REPLAY_DIR): %s", directory, e);
        }
    }
}
