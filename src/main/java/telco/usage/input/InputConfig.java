package telco.usage.input;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Where input files may lie. The inbox's folder and the folder of the default file count as well. */
@ConfigMapping(prefix = "telco.input")
public interface InputConfig {

    /** INPUT_DIRS: relative paths are looked up in these, in their order. */
    Optional<List<String>> directories();

    /** CSV_FILE_PATH: the file that is meant when a request names none. */
    Optional<String> defaultFile();

    /** INBOX_DIR. */
    Optional<String> inbox();
}
