package telco.usage.suspense;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import telco.usage.problem.ProblemException;
import telco.usage.run.Run;
import telco.usage.run.RunConfig;
import telco.usage.run.RunFinished;
import telco.usage.upload.Received;
import telco.usage.upload.UploadConfig;
import telco.usage.upload.UploadFolder;
import telco.usage.upload.UploadSlots;

/** The files that replays load. Each goes when its run is done: what came of its records is in the database then. */
@Singleton
final class ReplayFiles {

    /** What is younger may belong to a run that is being submitted, or that waits. */
    private static final Duration ABANDONED_AFTER = Duration.ofDays(30);

    private final UploadFolder folder;
    private final UploadSlots slots;
    private final RunConfig runs;
    private final Clock clock;

    ReplayFiles(ReplayConfig config, UploadConfig uploads, UploadSlots slots, RunConfig runs, Clock clock) {
        this.folder = new UploadFolder(
                config.directory(), "REPLAY_DIR", uploads.maxSize().asLongValue());
        this.slots = slots;
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * A new, empty file.
     *
     * @throws ProblemException STORAGE_UNAVAILABLE when the folder cannot be used
     */
    Path reserve(int runId) {
        return folder.reserve("run-" + runId + "-rejects-");
    }

    /**
     * Fills the file with a body: all of it is on disk for good when this returns.
     *
     * @throws ProblemException STORAGE_UNAVAILABLE when there is no room, PAYLOAD_TOO_LARGE, TOO_MANY_UPLOADS, or
     *     INVALID_REQUEST when the body breaks off
     */
    Received receive(Path file, InputStream body) {
        return slots.receive(() -> folder.receive(file, body));
    }

    /**
     * Fills the file: all of it is on disk for good when this returns.
     *
     * @throws ProblemException STORAGE_UNAVAILABLE when there is no room
     */
    void write(Path file, UploadFolder.Content content) {
        folder.write(file, content);
    }

    long size(Path file) {
        return folder.size(file);
    }

    void delete(Path file) {
        folder.delete(file);
    }

    void onFinished(@Observes RunFinished finished) {
        Run run = finished.run();
        if (run.replay() != null) {
            delete(run.path());
        }
    }

    /** A process that died between two steps may have left a file that no run knows. */
    void onStart(@Observes StartupEvent start) {
        if (runs.serving()) {
            folder.untouchedSince(clock.instant().minus(ABANDONED_AFTER), "run-")
                    .forEach(this::delete);
        }
    }
}
