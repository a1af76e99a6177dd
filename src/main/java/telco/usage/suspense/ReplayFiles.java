package telco.usage.suspense;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import telco.usage.run.AbandonedFiles;
import telco.usage.run.RunFiles;
import telco.usage.run.RunFinished;
import telco.usage.run.RunTrigger;
import telco.usage.upload.UploadConfig;
import telco.usage.upload.UploadFolder;

/** The files that replays load. Each goes when its run is done: what came of its records is in the database then. */
@Singleton
final class ReplayFiles {

    private final RunFiles files;
    private final AbandonedFiles abandoned;

    ReplayFiles(ReplayConfig config, UploadConfig uploads, AbandonedFiles abandoned) {
        UploadFolder folder = new UploadFolder(
                config.directory(), "REPLAY_DIR", uploads.maxSize().asLongValue());
        this.files = new RunFiles(folder, "run-", RunTrigger.REPLAY);
        this.abandoned = abandoned;
    }

    RunFiles files() {
        return files;
    }

    void onFinished(@Observes RunFinished finished) {
        files.deleteFileOf(finished.run());
    }

    @Scheduled(every = "{telco.upload.check-interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        abandoned.remove(files);
    }
}
