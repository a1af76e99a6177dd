package telco.usage.inbox;

import java.util.List;
import java.util.Locale;

/**
 * Names under which programs write a file that is not complete: a leading dot (rsync, and hidden files), the endings
 * {@code .tmp .part .partial .filepart .crdownload .swp} and {@code ~}, in any letter case. Such a file is left alone
 * for as long as it is called so.
 */
final class TemporaryName {

    private static final List<String> ENDINGS =
            List.of(".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~");

    private TemporaryName() {}

    static boolean is(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return name.startsWith(".") || ENDINGS.stream().anyMatch(lower::endsWith);
    }
}
