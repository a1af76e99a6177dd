package telco.usage.caching;

import java.util.Arrays;
import java.util.List;

/** The entity tags that a caller has sent as If-None-Match, without the mark of weak ones. */
public record KnownTags(List<String> tags) {

    private static final String ANY = "*";

    private static final String WEAK = "W/";

    /** @param ifNoneMatch the lines of the request's header, empty when it has none */
    public static KnownTags of(List<String> ifNoneMatch) {
        return new KnownTags(ifNoneMatch.stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .map(KnownTags::opaque)
                .toList());
    }

    /** Caches weaken tags, so a weak and a strong one are the same here (RFC 9110, 8.8.3.2). */
    private static String opaque(String tag) {
        return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
    }

    /** True when the caller knows nothing. */
    public boolean areNone() {
        return tags.isEmpty();
    }

    /** True when the caller has whatever there is: nothing can be news. */
    public boolean areAny() {
        return tags.contains(ANY);
    }

    /** @param tag with its quotes */
    public boolean have(String tag) {
        return areAny() || tags.contains(tag);
    }
}
