package telco.usage.run;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import telco.usage.upload.UploadConfig;
import telco.usage.upload.UploadFolder;

/** The files that uploads have brought. Each goes when its run is done. */
@Singleton
final class UploadedFiles {

    private final RunFiles files;
    private final AbandonedFiles abandoned;

    UploadedFiles(UploadConfig config, AbandonedFiles abandoned) {
        UploadFolder folder = new UploadFolder(
                config.directory(), "UPLOAD_DIR", config.maxSize().asLongValue());
        this.files = new RunFiles(folder, "upload-", RunTrigger.UPLOAD);
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
