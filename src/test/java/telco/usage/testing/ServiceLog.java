package telco.usage.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;

/** The log file of the service in the test's process. */
public final class ServiceLog {

    private ServiceLog() {}

    /** All that it holds by now. */
    public static String text() throws IOException {
        return Files.readString(Path.of(ConfigProvider.getConfig().getValue("LOG_FILE", String.class)));
    }
}
