package telco.usage.quality;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import telco.usage.run.Severity;

/**
 * A rule as a file: comments that say what it is ({@code -- description:}, {@code -- warning:}, {@code -- message:} …), then
 * its statement, then perhaps a second one behind {@code -- sample rows}. The description is for whoever reads the file.
 */
final class RuleFile {

    private static final String FOLDER = "/sql/quality/";
    private static final String SAMPLES = "-- sample rows\n";

    private RuleFile() {}

    /** The names of all rules, in the order of their findings: one a line in rules.txt. */
    static List<String> names() {
        return read("rules.txt").lines().filter(line -> !line.isBlank()).toList();
    }

    static Rule load(String name) {
        return parse(name, read(name + ".sql"));
    }

    static Rule parse(String name, String text) {
        int bodyStart = text.indexOf("\n\n");
        Map<String, String> head = head(text.substring(0, bodyStart));
        String[] statements = text.substring(bodyStart).split(SAMPLES, 2);
        Limits limits = Limits.NONE;
        for (Severity severity : Severity.values()) {
            String limit = head.get(severity.name().toLowerCase(Locale.ROOT));
            limits = limit == null ? limits : limits.with(severity, Limit.parse(limit));
        }
        return new Rule(
                name,
                Rule.When.valueOf(head.getOrDefault("when", "staged").toUpperCase(Locale.ROOT)),
                limits,
                head.get("message"),
                statements[0].strip(),
                head.containsKey("samples") ? Arrays.asList(head.get("samples").split(", ")) : List.of(),
                statements.length == 1 ? null : statements[1].strip());
    }

    /** What each comment says; one that is indented goes on with the one before. */
    private static Map<String, String> head(String comments) {
        Map<String, String> head = new TreeMap<>();
        String key = null;
        for (String line : comments.lines().toList()) {
            String comment = line.substring(2);
            if (comment.startsWith("   ")) {
                head.merge(key, comment.strip(), (before, more) -> before + " " + more);
            } else {
                key = comment.substring(0, comment.indexOf(':')).strip();
                head.put(key, comment.substring(comment.indexOf(':') + 1).strip());
            }
        }
        return head;
    }

    private static String read(String file) {
        try (InputStream in = RuleFile.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + FOLDER + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
