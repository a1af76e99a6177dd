package telco.usage.input;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/** A path as a caller wrote it: refused by its letters alone where that is enough, before any file is looked at. */
final class PathText {

    private static final String FIELD = "path";
    private static final int MAX_LENGTH = 4096;

    private PathText() {}

    /** The path in normal form, still relative if it was. */
    static Path parse(String text) {
        if (text.isBlank()) {
            throw ProblemException.invalid(FIELD, "is empty; leave it out to load the file that CSV_FILE_PATH names");
        }
        if (text.length() > MAX_LENGTH) {
            throw ProblemException.invalid(FIELD, "is longer than " + MAX_LENGTH + " characters");
        }
        if (text.codePoints().anyMatch(PathText::breaksLines)) {
            throw ProblemException.invalid(FIELD, "contains a NUL, a line break or another control character");
        }
        if (text.indexOf('\\') >= 0) {
            throw ProblemException.invalid(FIELD, "contains a backslash; separate folders by /");
        }
        Path path = parsed(text);
        for (Path part : path) {
            if (part.toString().equals("..")) {
                throw new ProblemException(
                        ProblemCode.PATH_NOT_ALLOWED,
                        "A path must not contain '..': name the file from its folder down.");
            }
        }
        return path.normalize();
    }

    private static Path parsed(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw ProblemException.invalid(FIELD, "is no path on the service's system");
        }
    }

    private static boolean breaksLines(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }
}
