package telco.usage.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.nio.file.Path;
import java.time.Duration;

/** The watched folder. */
@ConfigMapping(prefix = "telco.inbox")
public interface InboxConfig {

    /** INBOX_DIR: where files are dropped; the folders for what became of them lie inside. */
    Path directory();

    /** INBOX_POLL_INTERVAL: how often the folder is looked at. */
    Duration pollInterval();

    /** INBOX_QUIET_PERIOD: a file is quiet when its size and time have not changed for so long. */
    Duration quietPeriod();

    /** INBOX_MODE: what makes a file complete. */
    InboxMode mode();

    /** INBOX_DONE_SUFFIX: in the mode done-file, what the file beside is called that says so. */
    @WithConverter(DoneSuffix.OfSetting.class)
    DoneSuffix doneSuffix();
}
