package telco.usage.upload;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** What may be sent as a file, and where it lies. */
@ConfigMapping(prefix = "telco.upload")
public interface UploadConfig {

    /** UPLOAD_DIR: an uploaded file lies here until its run is done; instances that share a database share it too. */
    Path directory();

    /** MAX_UPLOAD_SIZE: the largest body of a request. */
    MemorySize maxSize();

    /** UPLOAD_CONCURRENCY: how many files this instance receives at once. */
    int concurrency();

    /** How often it is looked for files that a crash has left. */
    String checkInterval();
}
