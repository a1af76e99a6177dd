package telco.usage.input;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** The folders that input files may lie in, in the order in which relative paths are looked up. */
@Singleton
final class InputDirectories {

    private static final Logger LOG = Logger.getLogger(InputDirectories.class);

    private final List<Path> directories;

    InputDirectories(InputConfig config) {
        Set<Path> distinct = new LinkedHashSet<>();
        config.directories().orElse(List.of()).stream()
                .map(String::strip)
                .filter(directory -> !directory.isEmpty())
                .forEach(directory -> distinct.add(absolute(directory)));
        config.defaultFile().ifPresent(file -> distinct.add(absolute(file).getParent()));
        config.inbox().ifPresent(directory -> distinct.add(absolute(directory)));
        this.directories = List.copyOf(distinct);
    }

    /** Creates those that are missing; one that cannot be created is worth a warning, the others still work. */
    void create(@Observes StartupEvent start) {
        for (Path directory : directories) {
            try {
                Files.createDirectories(directory);
            } catch (IOException e) {
                LOG.warnf(
                        "The input directory %s is missing and cannot be created (%s). Create it, or change INPUT_DIRS,"
                                + " CSV_FILE_PATH or INBOX_DIR.",
                        directory, e);
            }
        }
    }

    /** As configured: absolute, but links are not resolved. */
    List<Path> all() {
        return directories;
    }

    /** True when the path, taken by its letters alone, lies in one of the folders. */
    boolean name(Path absolute) {
        return directories.stream().anyMatch(absolute::startsWith)
                || real().stream().anyMatch(absolute::startsWith);
    }

    /** True when the path, which must be a real one, lies in one of the folders. */
    boolean contain(Path real) {
        return real().stream().anyMatch(real::startsWith);
    }

    /** The folders with their links resolved; asked anew each time, for a volume may be mounted late. */
    private List<Path> real() {
        List<Path> real = new ArrayList<>(directories.size());
        for (Path directory : directories) {
            try {
                real.add(directory.toRealPath());
            } catch (IOException e) {
                LOG.debugf("input directory %s is not there: %s", directory, e);
            }
        }
        return real;
    }

    static Path absolute(String path) {
        return Path.of(path.strip()).toAbsolutePath().normalize();
    }
}
