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
 * @param priority how much it hurries
 * @param limits how much of it may be rejected
 * @param replay whose rejects the file holds; null when it is no replay
 */
public record RunRequest(
        RunTrigger trigger,
        Actor actor,
        String fileName,
        Path file,
        long sizeBytes,
        boolean force,
        boolean validateOnly,
        RunPriority priority,
        RejectLimits limits,
        Run.Replay replay) {

    /** A request that hurries like most, leaves it to the settings how much may be rejected, and replays nothing. */
    public RunRequest(
            RunTrigger trigger,
            Actor actor,
            String fileName,
            Path file,
            long sizeBytes,
            boolean force,
            boolean validateOnly) {
        this(
                trigger,
                actor,
                fileName,
                file,
                sizeBytes,
                force,
                validateOnly,
                RunPriority.NORMAL,
                RejectLimits.OF_SETTINGS,
                null);
    }

    /** An ordinary load of {@code file}, called by its own name, that the service asks for. */
    public static RunRequest of(RunTrigger trigger, Path file, long sizeBytes) {
        return new RunRequest(trigger, Actor.SERVICE, file.getFileName().toString(), file, sizeBytes, false, false);
    }

    /** The same request for a file that holds these rejects. */
    public RunRequest replaying(Run.Replay rejects) {
        return new RunRequest(
                trigger, actor, fileName, file, sizeBytes, force, validateOnly, priority, limits, rejects);
    }
}
