package telco.usage.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A part of the service that OPEN_WITHOUT_LOGIN can open to everybody. */
enum OpenArea {
    HEALTH("/q/health"),
    METRICS("/q/metrics"),
    /** The description of the API, and the page to try it. */
    DOCS("/q/openapi", "/q/swagger-ui");

    /** How the setting says that nothing is: left blank, it would have its default. */
    private static final String NOTHING = "none";

    private final Set<String> paths;

    OpenArea(String... paths) {
        this.paths = Set.of(paths);
    }

    /**
     * Reads the setting.
     *
     * @throws IllegalArgumentException that says what it can be
     */
    static Set<OpenArea> parse(String text) {
        return text.strip().equals(NOTHING) ? Set.of() : areas(text.split(","));
    }

    private static Set<OpenArea> areas(String... names) {
        return Arrays.stream(names)
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(OpenArea::named)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static OpenArea named(String name) {
        return Arrays.stream(values())
                .filter(area -> area.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "OPEN_WITHOUT_LOGIN: '%s' is not one of health, metrics and docs; 'none' alone opens nothing"
                                .formatted(name)));
    }

    /** @param path in normal form, as the router compares it */
    boolean contains(String path) {
        return paths.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
    }
}
