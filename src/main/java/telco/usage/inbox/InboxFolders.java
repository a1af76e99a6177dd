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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import telco.usage.control.ControlFile;

/** The watched folder and the ones inside it. */
@Singleton
public final class InboxFolders {

    private final Path incoming;
    private final Endings endings;

    @Inject
    InboxFolders(InboxConfig config) {
        this(config.directory(), Endings.of(config));
    }

    private InboxFolders(Path directory, Endings endings) {
        this.incoming = directory.toAbsolutePath().normalize();
        this.endings = endings;
    }

    /** The inbox in this folder, whatever is configured. */
    public static InboxFolders in(Path directory) {
        return new InboxFolders(directory, new Endings(List.of(ControlFile.ENDING), null));
    }

    Endings endings() {
        return endings;
    }

    /** What must lie beside a dropped file, called as it is with this ending, before it is taken; empty where nothing must. */
    public Optional<String> requiredEnding() {
        return Optional.ofNullable(endings.required());
    }

    /** Where files are dropped. */
    public Path incoming() {
        return incoming;
    }

    /** Where a file lies from the moment its run exists until that has ended. */
    public Path processing() {
        return incoming.resolve("processing");
    }

    /** True for the folders that the inbox has made in itself. */
    boolean isOwn(Path path) {
        return path.equals(processing())
                || Arrays.stream(FiledPlace.values()).anyMatch(place -> path.equals(of(place)));
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
        return entriesOf(folder).stream()
                .filter(entry -> Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /** All that lies directly in the folder, in no order. */
    static List<Path> entriesOf(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(all::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return all;
    }
}
