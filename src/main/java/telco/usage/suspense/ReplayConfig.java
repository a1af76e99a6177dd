package telco.usage.suspense;

import io.smallrye.config.ConfigMapping;
import java.nio.charset.Charset;
import java.nio.file.Path;

/** Where replays keep their files. */
@ConfigMapping(prefix = "telco.replay")
public interface ReplayConfig {

    /** REPLAY_DIR: a replay's file lies here until its run is done; instances that share a database share it too. */
    Path directory();

    /** INPUT_CHARSET: in which records are shown that are not UTF-8. */
    Charset charset();
}
