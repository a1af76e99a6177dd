package telco.usage.inbox;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file in {@code processing/}, by its name.
 *
 * @param name the name of the data file that it is, or belongs to
 * @param ending empty for the data file itself
 */
record TakenFile(Path path, RunFileName name, String ending) {

    /** Empty for what has no name that belongs to a run. */
    static Optional<TakenFile> parse(Path path, Endings endings) {
        String text = path.getFileName().toString();
        String ending = endings.of(text).orElse("");
        return RunFileName.parse(text.substring(0, text.length() - ending.length()))
                .map(name -> new TakenFile(path, name, ending));
    }

    /** Where the data file lies, or lay. */
    Path data() {
        String text = path.getFileName().toString();
        return path.resolveSibling(text.substring(0, text.length() - ending.length()));
    }

    boolean isData() {
        return ending.isEmpty();
    }
}
