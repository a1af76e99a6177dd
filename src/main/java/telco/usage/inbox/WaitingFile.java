package telco.usage.inbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * A file in the inbox as it looked at one moment. Equal looks mean that nothing was written in between.
 *
 * @param key the file system's own identity of it (another file may have come under the name), null where it has none
 */
record WaitingFile(Path path, long sizeBytes, FileTime modified, Object key) {

    /**
     * Looks without opening anything: a pipe would keep whoever opens it waiting. Empty for what is no regular file.
     *
     * @throws java.nio.file.NoSuchFileException when it is gone
     */
    static Optional<WaitingFile> look(Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.isRegularFile()
                ? Optional.of(
                        new WaitingFile(path, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey()))
                : Optional.empty();
    }

    String name() {
        return path.getFileName().toString();
    }
}
