package telco.usage.inbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file that belongs to a run: {@code 17-usage.csv}.
 *
 * @param runId the run's id
 * @param name the file's own name
 */
record RunFileName(int runId, String name) {

    /** What lies beside a file is called as it is, with an ending of at most so many bytes. */
    static final int LONGEST_ENDING_BYTES = 16;

    /** What file systems commonly allow is 255. */
    private static final int LONGEST_NAME_BYTES = 255 - LONGEST_ENDING_BYTES;

    /** The longest ending that is kept when a name must be shortened. */
    private static final int LONGEST_EXTENSION = 16;

    private static final Pattern PATTERN = Pattern.compile("([1-9][0-9]{0,8}|[12][0-9]{9})-(.+)", Pattern.DOTALL);

    /** @param name made {@link #storable} */
    RunFileName {
        name = storable(name);
    }

    /** Reads a name made by {@link #text}; empty for any other. */
    static Optional<RunFileName> parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return Optional.of(new RunFileName(Integer.parseInt(matcher.group(1)), matcher.group(2)));
    }

    /**
     * The whole name. One too long for a file system, itself or with what lies beside it, loses the end of its stem, for
     * good: id and extension stay.
     */
    String text() {
        return shortened(runId + "-", name);
    }

    /** Another name for the same, should the first be taken by a different file: {@code 17-2-usage.csv}. */
    String text(int number) {
        return number == 1 ? text() : shortened(runId + "-" + number + "-", name);
    }

    /**
     * A name that this process can write. Where it runs without a Unicode locale it can list files that it cannot name;
     * their odd characters become underscores.
     */
    static String storable(String name) {
        try {
            return Path.of(name).toString();
        } catch (InvalidPathException e) {
            return name.replaceAll("[^\\x20-\\x7e]", "_");
        }
    }

    private static String shortened(String prefix, String name) {
        int room = LONGEST_NAME_BYTES - prefix.length();
        if (bytes(name) <= room) {
            return prefix + name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && bytes(name.substring(dot)) <= LONGEST_EXTENSION ? name.substring(dot) : "";
        int end = name.length() - extension.length();
        while (bytes(name.substring(0, end) + extension) > room) {
            end = name.offsetByCodePoints(end, -1);
        }
        return prefix + name.substring(0, end) + extension;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
