package telco.usage.input;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/**
 * Finds the file that a caller's path means. Only files that really lie in an input directory are found, and the answer
 * for a path that leads out of them does not depend on what is there.
 *
 * <p>Between this check and its reading a file may be exchanged for a link: {@link LinkFreeFile} opens what was checked.
 */
@Singleton
public final class InputFiles {

    private final InputDirectories directories;
    private final Optional<String> defaultFile;

    InputFiles(InputDirectories directories, InputConfig config) {
        this.directories = directories;
        this.defaultFile = config.defaultFile();
    }

    /**
     * The file that CSV_FILE_PATH names.
     *
     * @throws ProblemException as {@link #resolve}; INVALID_REQUEST when the setting is empty
     */
    public InputFile defaultFile() {
        String path = defaultFile.orElseThrow(
                () -> ProblemException.invalid("path", "is missing, and CSV_FILE_PATH does not name a file either"));
        return find(InputDirectories.absolute(path), path);
    }

    /**
     * The file at {@code path}: an absolute path inside an input directory, or a relative one, looked up in each of them
     * in order.
     *
     * @throws ProblemException PATH_NOT_ALLOWED when it leads outside, FILE_NOT_FOUND, FILE_UNREADABLE, or
     *     INVALID_REQUEST when it is no path, a directory or no regular file
     */
    public InputFile resolve(String path) {
        return find(PathText.parse(path), path);
    }

    private InputFile find(Path named, String shown) {
        for (Path candidate : candidates(named)) {
            Optional<Path> real = real(candidate);
            if (real.isPresent()) {
                return file(named.getFileName().toString(), shown, real.get());
            }
        }
        throw new ProblemException(
                ProblemCode.FILE_NOT_FOUND,
                "There is no file '%s' in the input directories (INPUT_DIRS, INBOX_DIR, the folder of CSV_FILE_PATH)."
                        .formatted(shown));
    }

    private List<Path> candidates(Path named) {
        if (!named.isAbsolute()) {
            return directories.all().stream()
                    .map(directory -> directory.resolve(named))
                    .toList();
        }
        if (!directories.name(named)) {
            throw outside();
        }
        return List.of(named);
    }

    /** The candidate without links, if it exists. A link that cannot be followed to a file inside counts as one outside. */
    private Optional<Path> real(Path candidate) {
        try {
            Path real = candidate.toRealPath();
            if (!directories.contain(real)) {
                throw outside();
            }
            return Optional.of(real);
        } catch (AccessDeniedException e) {
            throw hasLink(candidate) ? outside() : unreadable(candidate);
        } catch (IOException e) {
            if (hasLink(candidate)) {
                throw outside();
            }
            return Optional.empty();
        }
    }

    /** True when a part of the path below its input directory is a link. */
    private boolean hasLink(Path candidate) {
        for (Path part = candidate; part != null && !directories.all().contains(part); part = part.getParent()) {
            if (Files.isSymbolicLink(part)) {
                return true;
            }
        }
        return false;
    }

    private static InputFile file(String name, String shown, Path real) {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw unreadable(real);
        }
        if (attributes.isDirectory()) {
            throw ProblemException.invalid("path", "'%s' is a directory; name a file in it".formatted(shown));
        }
        if (!attributes.isRegularFile()) {
            throw ProblemException.invalid("path", "'%s' is not a regular file".formatted(shown));
        }
        if (!Files.isReadable(real)) {
            throw unreadable(real);
        }
        return new InputFile(name, real, attributes.size());
    }

    private static ProblemException outside() {
        return new ProblemException(
                ProblemCode.PATH_NOT_ALLOWED,
                "The path leads out of the input directories (INPUT_DIRS, INBOX_DIR, the folder of CSV_FILE_PATH), itself"
                        + " or by a link in it. Put the file there, or add its folder to INPUT_DIRS.");
    }

    private static ProblemException unreadable(Path file) {
        return new ProblemException(
                ProblemCode.FILE_UNREADABLE,
                "The service's user may not read the file '%s'. Give it the right to.".formatted(file.getFileName()));
    }
}
