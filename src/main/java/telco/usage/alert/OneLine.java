package telco.usage.alert;

import java.util.regex.Pattern;

/**
 * Text of unknown origin (a file's name, a field's value), made fit for a mail header, a line of a mail or of a log:
 * nothing in it can end the line, hide or turn around what follows.
 */
final class OneLine {

    /** Control characters, line and paragraph separators, and the invisible ones that change the direction of text. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private OneLine() {}

    /** {@code text} with a question mark for each unfit character, cut to {@code limit} characters. */
    static String of(String text, int limit) {
        String fit = UNFIT.matcher(text).replaceAll("?");
        if (fit.length() <= limit) {
            return fit;
        }
        // Not between the two halves of one character.
        int end = Character.isHighSurrogate(fit.charAt(limit - 2)) ? limit - 2 : limit - 1;
        return fit.substring(0, end) + "…";
    }
}
