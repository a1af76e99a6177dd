package telco.usage.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import telco.usage.run.Run;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;
import telco.usage.run.RunTrigger;

/** Notices that somebody writes to a file while it is loaded: then it was not complete, whatever else is wrong with it. */
final class ChangeWatch {

    private record Look(long sizeBytes, FileTime modified) {}

    private final Run run;
    private final Optional<Look> atFirst;

    private ChangeWatch(Run run, Optional<Look> atFirst) {
        this.run = run;
        this.atFirst = atFirst;
    }

    static ChangeWatch begin(Run run) {
        return new ChangeWatch(run, look(run));
    }

    /** @throws RunFailedException FILE_CHANGED */
    void requireUnchanged() {
        Optional<Look> now = look(run);
        if (atFirst.isPresent() && now.isPresent() && !now.equals(atFirst)) {
            throw new RunFailedException(
                    RunErrorCode.FILE_CHANGED,
                    "%s was written to while it was loaded: it had %d bytes, and has %d now. Nothing was published; it is to"
                                    .formatted(
                                            run.file().name(),
                                            run.file().sizeBytes(),
                                            now.get().sizeBytes())
                            + " be loaded again when it is complete.");
        }
    }

    /** Empty when it cannot be looked at. One that is gone since it was opened was read as it was; else reading it fails. */
    private static Optional<Look> look(Run run) {
        Path path = run.path();
        try {
            BasicFileAttributes attributes = run.trigger() == RunTrigger.CLI
                    ? Files.readAttributes(path, BasicFileAttributes.class)
                    : Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new Look(attributes.size(), attributes.lastModifiedTime()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw UsageFile.unreadable(run.file().name(), e);
        }
    }
}
