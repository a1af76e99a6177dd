package telco.usage.inbox;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The watched folder and the ones inside it. */
@Singleton
public final class InboxFolders {

    private final Path incoming;

    @Inject
    InboxFolders(InboxConfig config) {
        this(config.directory());
    }

    private InboxFolders(Path directory) {
        this.incoming = directory.toAbsolutePath().normalize();
    }

    /** The inbox in this folder, whatever is configured. */
    public static InboxFolders in(Path directory) {
        return new InboxFolders(directory);
    }

    /** Where files are dropped. */
    public Path incoming() {
        return incoming;
    }

    /** Where a file lies from the moment its run exists until that has ended. */
    public Path processing() {
        return incoming.resolve("processing");
    }

    /** The top of the tree for files whose runs ended so. */
    Path of(FiledPlace place) {
        return incoming.resolve(place.folder());
    }

    /** Creates what is missing of the two folders without which no file can be taken. */
    void prepare() throws IOException {
        Files.createDirectories(processing());
        if (!Files.isWritable(incoming) || !Files.isWritable(processing())) {
            throw new AccessDeniedException(incoming.toString());
        }
    }

    /** Creates the folders for filed files; they are created again, with year and month, when one is filed. */
    void preparePlaces() throws IOException {
        for (FiledPlace place : FiledPlace.values()) {
            Files.createDirectories(of(place));
        }
    }

    /** The regular files directly in the folder, in no order; links, folders and pipes are none. */
    static List<Path> filesIn(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(folder, entry -> Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS))) {
            entries.forEach(files::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }
}
