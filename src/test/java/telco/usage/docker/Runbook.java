package telco.usage.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the runbook tells people to type, and where to look. */
record Runbook(String text) {

    private static final Pattern PANEL = Pattern.compile("\\*((?:Loads|Data|Service): [^*]+)\\*");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    static Runbook read() throws IOException {
        return new Runbook(Files.readString(Path.of("docs/runbook.md")));
    }

    Set<String> panels() {
        return PANEL.matcher(text)
                .results()
                .map(panel -> panel.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Each statement, from the word select to its semicolon. */
    List<String> statements() {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String line : commands()) {
            if (line.startsWith("select ") || !statement.isEmpty()) {
                statement.append(line).append(' ');
            }
            if (!statement.isEmpty() && line.endsWith(";")) {
                statements.add(statement.toString().strip().replaceFirst(";$", ""));
                statement.setLength(0);
            }
        }
        return statements;
    }

    /** The words of each curl command, quotes taken off, and without what names a file to write. */
    List<List<String>> requests() {
        List<List<String>> requests = new ArrayList<>();
        for (String line : commands()) {
            if (line.startsWith("curl ")) {
                List<String> words = new ArrayList<>();
                Matcher word = WORD.matcher(line);
                while (word.find()) {
                    words.add(word.group(1) == null ? word.group(2) : word.group(1));
                }
                requests.add(words);
            }
        }
        return requests;
    }

    /** Lines of code, and code in the middle of a sentence that begins with curl. */
    private List<String> commands() {
        List<String> commands = new ArrayList<>();
        text.lines().filter(line -> line.startsWith("    ")).map(String::strip).forEach(commands::add);
        Pattern.compile("`(curl [^`]*)`")
                .matcher(text)
                .results()
                .map(inline -> inline.group(1))
                .forEach(commands::add);
        return commands;
    }
}
