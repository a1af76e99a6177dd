package telco.usage.run;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import telco.usage.database.Schema;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.jdbc.Sql;
import telco.usage.upload.UploadConfig;
import telco.usage.upload.UploadFolder;

/** The files that came as bodies of requests. Each stays until its run is done, whatever happens to this process meanwhile. */
@Singleton
final class UploadedFiles {

    /** What is younger may be on its way, or about to get its run. */
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

    private static final String PREFIX = "upload-";

    private final UploadFolder folder;
    private final Database database;
    private final Schema schema;
    private final RunConfig config;
    private final Clock clock;

    UploadedFiles(UploadConfig uploads, Database database, Schema schema, RunConfig config, Clock clock) {
        this.folder = new UploadFolder(
                uploads.directory(), "UPLOAD_DIR", uploads.maxSize().asLongValue());
        this.database = database;
        this.schema = schema;
        this.config = config;
        this.clock = clock;
    }

    UploadFolder folder() {
        return folder;
    }

    /**
     * A new, empty file.
     *
     * @throws telco.usage.problem.ProblemException STORAGE_UNAVAILABLE when the folder cannot be used
     */
    Path reserve() {
        return folder.reserve(PREFIX);
    }

    void delete(Path file) {
        folder.delete(file);
    }

    void onFinished(@Observes RunFinished finished) {
        if (finished.run().trigger() == RunTrigger.UPLOAD) {
            delete(finished.run().path());
        }
    }

    /** A process that died has left what it was receiving, or what its last run had loaded. */
    @Scheduled(every = "{telco.upload.check-interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        if (!config.serving() || !schema.isReady()) {
            return;
        }
        List<Path> untouched = folder.untouchedSince(clock.instant().minus(ABANDONED_AFTER), PREFIX);
        if (!untouched.isEmpty()) {
            deleteAbandoned(untouched);
        }
    }

    private void deleteAbandoned(List<Path> untouched) {
        Set<String> needed;
        try {
            needed = needed();
        } catch (DatabaseException e) {
            // Nobody knows now which of them are needed. It is looked for them again.
            return;
        }
        untouched.stream().filter(file -> !needed.contains(file.toString())).forEach(this::delete);
    }

    private Set<String> needed() {
        return new HashSet<>(database.withConnection(
                connection -> Sql.of("""
                        select file_path
                        from ingest.run
                        where state in ('QUEUED', 'RUNNING', 'CANCELLING') and trigger = ?
                        """, RunTrigger.UPLOAD).list(connection, row -> row.getString("file_path"))));
    }
}
