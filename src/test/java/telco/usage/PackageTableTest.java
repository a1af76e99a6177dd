package telco.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever looks for a package in the README finds each of them, once. */
class PackageTableTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| ((?:`[a-z]+`(?:, )?)+) \\|");
    private static final Pattern NAME = Pattern.compile("`([a-z]+)`");

    @Test
    void readme_hasEveryPackage() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        Matcher row = ROW.matcher(readme.substring(readme.indexOf("| Package | What it does |")));
        List<String> table = new ArrayList<>();
        while (row.find()) {
            NAME.matcher(row.group(1)).results().forEach(name -> table.add(name.group(1)));
        }
        assertThat(table).containsExactlyInAnyOrderElementsOf(folders());
    }

    private static List<String> folders() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("src/main/java/telco/usage"))) {
            return all.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .toList();
        }
    }
}
