package telco.usage.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/security.md calls a proof must be there. */
class SecurityDocumentTest {

    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*[a-z](?:Test|IT))`");

    @Test
    void tests_thatAreNamed_areThere() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher name = NAME.matcher(Files.readString(Path.of("docs/security.md")));
        while (name.find()) {
            named.add(name.group(1) + ".java");
        }
        assertThat(named).hasSizeGreaterThan(30);
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
                    .containsAll(named);
        }
    }
}
