package telco.usage.run;

import java.nio.file.Path;
import java.util.Optional;
import telco.usage.audit.Actor;
import telco.usage.audit.AuditAction;

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

    /** What is audited of a request. */
    record Act(AuditAction action, String detail) {}

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

    /**
     * What somebody does who makes this request. Empty when nobody has: the service itself takes what is in the inbox. Empty
     * also for a replay, which is audited as such.
     */
    Optional<Act> act() {
        if (force) {
            return Optional.of(
                    new Act(AuditAction.FORCE, fileName + " is to be loaded even if its content was loaded before"));
        }
        return switch (trigger) {
            case API, UPLOAD, CLI -> Optional.of(new Act(AuditAction.SUBMIT, fileName + purpose()));
            case INBOX, REPLAY -> Optional.empty();
        };
    }

    private String purpose() {
        return validateOnly ? " is to be checked, and not loaded" : " is to be loaded";
    }

    /** The same request for a file that holds these rejects. */
    public RunRequest replaying(Run.Replay rejects) {
        return new RunRequest(
                trigger, actor, fileName, file, sizeBytes, force, validateOnly, priority, limits, rejects);
    }
}
