package telco.usage.input;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Makes file names fit for one line of a log: whoever names a file must not be able to forge log lines. */
public final class LogText {

    private LogText() {}

    /** The text with control characters and line separators as escapes. */
    public static String of(Object text) {
        StringBuilder escaped = new StringBuilder();
        text.toString().codePoints().forEach(character -> {
            switch (Character.getType(character)) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    escaped.append("\\u%04x".formatted(character));
                default -> escaped.appendCodePoint(character);
            }
        });
        return escaped.toString();
    }

    /**
     * What a file system complains of, in words. Names no path that it was to become, so that a second try, for another
     * run, has the same reason.
     */
    public static String reason(IOException failure) {
        if (!(failure instanceof FileSystemException)) {
            return of(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        }
        FileSystemException refused = (FileSystemException) failure;
        return of(words(refused) + (refused.getOtherFile() == null ? " (" + refused.getFile() + ")" : ""));
    }

    private static String words(FileSystemException refused) {
        if (refused.getReason() != null) {
            return refused.getReason();
        }
        if (refused instanceof AccessDeniedException) {
            return "no permission";
        }
        if (refused instanceof FileAlreadyExistsException) {
            return "something else has this name";
        }
        return refused instanceof NoSuchFileException ? "not there" : refused.toString();
    }
}
