package telco.usage.upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import telco.usage.digest.Sha256;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/** A folder in which files lie that came as bodies of requests. Whoever reserves one says when it is to go. */
public final class UploadFolder {

    private static final Logger LOG = Logger.getLogger(UploadFolder.class);
    private static final Duration STORAGE_RETRY = Duration.ofSeconds(60);

    private final Path directory;
    private final String setting;
    private final long mostBytes;

    /**
     * The folder; it is made when the first file comes.
     *
     * @param setting what names it, for people
     * @param mostBytes how long a body may be
     */
    public UploadFolder(Path directory, String setting, long mostBytes) {
        this.directory = directory.toAbsolutePath().normalize();
        this.setting = setting;
        this.mostBytes = mostBytes;
    }

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * A new, empty file.
     *
     * @param prefix how its name begins
     * @throws ProblemException STORAGE_UNAVAILABLE when the folder cannot be used
     */
    public Path reserve(String prefix) {
        try {
            Files.createDirectories(directory);
            return Files.createTempFile(directory, prefix, ".csv");
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** The body within the limit of this folder: reading on beyond it is PAYLOAD_TOO_LARGE. */
    public InputStream limited(InputStream body) {
        return new LimitedInput(body, mostBytes);
    }

    /**
     * Fills the file with a body: all of it is on disk for good when this returns.
     *
     * @throws ProblemException STORAGE_UNAVAILABLE when there is no room, PAYLOAD_TOO_LARGE, or INVALID_REQUEST when the body
     *     breaks off
     */
    public Received receive(Path file, InputStream body) {
        MessageDigest digest = Sha256.begin();
        InputStream content = limited(body);
        write(file, out -> content.transferTo(new DigestOutputStream(out, digest)));
        return new Received(size(file), Sha256.end(digest));
    }

    /**
     * Fills the file: all of it is on disk for good when this returns.
     *
     * @throws ProblemException STORAGE_UNAVAILABLE when there is no room, INVALID_REQUEST when the content breaks off
     */
    public void write(Path file, Content content) {
        try (StoredOutput out = new StoredOutput(file)) {
            content.writeTo(out);
        } catch (StoredOutput.FailedException e) {
            throw unavailable(e);
        } catch (IOException e) {
            throw brokenOff();
        }
        keepName();
    }

    /** A file can be on disk for good, and its name in the folder not yet. */
    private void keepName() {
        try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // Not every system opens folders; those that do not keep names by themselves.
            LOG.debugf("%s cannot be written through: %s", directory, e);
        }
    }

    /** INVALID_REQUEST: a body that ends before its end. */
    public static ProblemException brokenOff() {
        return new ProblemException(
                ProblemCode.INVALID_REQUEST, "The body broke off. Nothing of it was kept; send it again.");
    }

    /** The file's length. */
    public long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private ProblemException unavailable(IOException e) {
        LOG.errorf("%s (%s) cannot be written: %s", directory, setting, e);
        return new ProblemException(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "The folder for it (%s) has no room or cannot be written. Nothing was changed; try again when that is"
                                        .formatted(setting)
                                + " mended.")
                .retryAfter(STORAGE_RETRY);
    }

    public void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warnf("%s is no longer needed, but cannot be removed: %s", file, e);
        }
    }

    /** Its files that nobody has written to since {@code instant}, and whose names begin with {@code prefix}. */
    public List<Path> untouchedSince(Instant instant, String prefix) {
        List<Path> untouched = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return untouched;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, prefix + "*.csv")) {
            for (Path file : files) {
                if (isOlder(file, instant)) {
                    untouched.add(file);
                }
            }
        } catch (IOException e) {
            LOG.warnf("Cannot look for abandoned files in %s (%s): %s", directory, setting, e);
        }
        return untouched;
    }

    private static boolean isOlder(Path file, Instant instant) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(instant);
        } catch (NoSuchFileException e) {
            // Its run has ended meanwhile.
            return false;
        }
    }
}
