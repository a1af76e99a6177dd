package telco.usage.caching;

import java.util.Arrays;
import java.util.List;

/** The entity tags that a caller has sent as If-None-Match, without the mark of weak ones. */
public record KnownTags(List<String> tags) {

    private static final String ANY = "*";

    private static final String WEAK = "W/";

    /** @param ifNoneMatch the request's header, null when it has none */
    public static KnownTags of(String ifNoneMatch) {
        return new KnownTags(
                ifNoneMatch == null
                        ? List.of()
                        : Arrays.stream(ifNoneMatch.split(","))
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

    /** @param tag with its quotes */
    public boolean have(String tag) {
        return tags.contains(ANY) || tags.contains(tag);
    }
}
