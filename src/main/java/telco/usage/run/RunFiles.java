package telco.usage.run;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import telco.usage.jdbc.DatabaseException;
import telco.usage.upload.UploadFolder;

/**
 * The files of the runs with one trigger, which came as bodies of requests or were written for them. Each stays until its run is
 * done, whatever happens to this process meanwhile.
 */
public final class RunFiles {

    private final UploadFolder folder;
    private final String prefix;
    private final RunTrigger trigger;

    /** Those of which this process does not know yet whether they get a run. Guarded by this. */
    private final Set<Path> underWay = new HashSet<>();

    /** @param prefix how the names of these files begin, and of no others in the folder */
    public RunFiles(UploadFolder folder, String prefix, RunTrigger trigger) {
        this.folder = folder;
        this.prefix = prefix;
        this.trigger = trigger;
    }

    public UploadFolder folder() {
        return folder;
    }

    RunTrigger trigger() {
        return trigger;
    }

    /**
     * Has a run submitted that loads a new file, which is empty at first. It is kept for that run only.
     *
     * @param label what its name says behind the prefix
     * @throws telco.usage.problem.ProblemException STORAGE_UNAVAILABLE when the folder cannot be used
     */
    public Submitted submit(String label, Function<Path, Submitted> submission) {
        Path file = reserve(label);
        boolean needed = false;
        try {
            Submitted submitted = submission.apply(file);
            needed = !submitted.repeated();
            return submitted;
        } catch (DatabaseException e) {
            // It may have kept the run all the same. The file stays until it is known that none needs it.
            needed = true;
            throw e;
        } finally {
            if (!needed) {
                folder.delete(file);
            }
            settle(file);
        }
    }

    private synchronized Path reserve(String label) {
        Path file = folder.reserve(prefix + label);
        underWay.add(file);
        return file;
    }

    private synchronized void settle(Path file) {
        underWay.remove(file);
    }

    /** Removes the file of a run that is done, if it is one of these. */
    public void deleteFileOf(Run done) {
        if (done.trigger() == trigger) {
            folder.delete(done.path());
        }
    }

    /**
     * Those that nobody has written to since {@code instant}, without those that this process is receiving or submitting:
     * their age says nothing when the clock is set forward.
     */
    synchronized List<Path> untouchedSince(Instant instant) {
        return folder.untouchedSince(instant, prefix).stream()
                .filter(file -> !underWay.contains(file))
                .toList();
    }
}
