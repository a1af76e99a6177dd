package telco.usage.control;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import telco.usage.input.LinkFreeFile;
import telco.usage.input.LogText;
import telco.usage.run.Run;
import telco.usage.run.RunTrigger;

/**
 * The file beside a data file that says what it holds. Never read through a link, for whoever names a data file must not
 * be shown another one; nor from a pipe, which would keep the worker waiting.
 */
public final class ControlFile {

    /** A control file is called as its data file is, and so. */
    public static final String ENDING = ".ctl";

    private static final int MOST_BYTES = 1 << 16;

    private ControlFile() {}

    /** What is said of the run's file, empty when there is no control file beside it. */
    static Optional<Announced> read(Run run) {
        Path path = run.path().resolveSibling(run.path().getFileName() + ENDING);
        String name = nameFor(run);
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                throw ControlText.invalid(name, " is a folder, a link or a pipe, expected a file");
            }
            if (attributes.size() > MOST_BYTES) {
                throw ControlText.invalid(name, " has more than " + MOST_BYTES + " bytes, expected a few lines");
            }
            return Optional.of(ControlText.parse(text(run, path), name));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw ControlText.invalid(name, " cannot be read: " + LogText.reason(e));
        }
    }

    /** How the control file of the run is called, for messages. */
    static String nameFor(Run run) {
        return run.file().name() + ENDING;
    }

    /** Beside a file that a caller has named, folders must not have become links either. */
    private static String text(Run run, Path path) throws IOException {
        try (InputStream in = run.trigger() == RunTrigger.API
                ? Channels.newInputStream(LinkFreeFile.open(path))
                : Files.newInputStream(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        }
    }
}
