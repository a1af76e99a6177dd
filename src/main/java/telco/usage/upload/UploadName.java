package telco.usage.upload;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import org.apache.commons.fileupload2.core.ParameterParser;
import telco.usage.problem.ProblemException;

/** What a caller calls a file: a label for people and patterns, on one line. No file of ours has that name. */
public final class UploadName {

    private static final int LONGEST = 255;

    private UploadName() {}

    /**
     * The name without folders and without what cannot be shown; empty when nothing is left.
     *
     * @param field where the name stands
     * @param given null when the caller has not said
     * @throws ProblemException INVALID_REQUEST that names the field when it is too long
     */
    public static Optional<String> of(String field, String given) {
        if (given == null) {
            return Optional.empty();
        }
        String name = shown(given.substring(1 + Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\'))));
        if (name.codePointCount(0, name.length()) > LONGEST) {
            throw ProblemException.invalid(field, "must have a file name of at most " + LONGEST + " characters");
        }
        return name.isEmpty() || name.equals(".") || name.equals("..") ? Optional.empty() : Optional.of(name);
    }

    /**
     * The file's name as it stands in a Content-Disposition; null when there is none.
     *
     * @param header null when there is no such header
     * @throws ProblemException INVALID_REQUEST when it has an encoded text that is none
     */
    public static String inDisposition(String header) {
        ParameterParser parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        try {
            return parser.parse(header, ';').get("filename");
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(
                    HttpHeaders.CONTENT_DISPOSITION,
                    "has an encoded text (=?...?=) that cannot be decoded. Correct it, or leave it out and say fileName");
        }
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .filter(character -> switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                })
                .forEach(shown::appendCodePoint);
        return shown.toString().strip();
    }
}
