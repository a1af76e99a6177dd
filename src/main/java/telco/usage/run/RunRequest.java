package telco.usage.run;

import java.nio.file.Path;

/**
 * A request to load one file.
 *
 * @param fileName the name it was given, for people
 * @param file where a worker reads it: an absolute path
 * @param sizeBytes its length when it was accepted
 * @param force load it even if the same content is in the warehouse
 * @param validateOnly do everything but make it visible
 */
public record RunRequest(
        RunTrigger trigger, String fileName, Path file, long sizeBytes, boolean force, boolean validateOnly) {

    /** An ordinary load of {@code file}, called by its own name. */
    public static RunRequest of(RunTrigger trigger, Path file, long sizeBytes) {
        return new RunRequest(trigger, file.getFileName().toString(), file, sizeBytes, false, false);
    }
}
