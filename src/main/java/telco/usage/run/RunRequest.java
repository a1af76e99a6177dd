package telco.usage.run;

import java.nio.file.Path;
import telco.usage.audit.Actor;

/**
 * A request to load one file.
 *
 * @param actor who asks for it
 * @param fileName the name it was given, for people
 * @param file where a worker reads it: an absolute path
 * @param sizeBytes its length when it was accepted
 * @param force load it even if the same content is in the warehouse
 * @param validateOnly do everything but make it visible
 */
public record RunRequest(
        RunTrigger trigger,
        Actor actor,
        String fileName,
        Path file,
        long sizeBytes,
        boolean force,
        boolean validateOnly) {

    /** An ordinary load of {@code file}, called by its own name, that the service asks for. */
    public static RunRequest of(RunTrigger trigger, Path file, long sizeBytes) {
        return new RunRequest(trigger, Actor.SERVICE, file.getFileName().toString(), file, sizeBytes, false, false);
    }
}
