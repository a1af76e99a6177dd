package telco.usage.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which PostgreSQL this build brings along. */
final class PostgresVersion {

    private PostgresVersion() {}

    /** The major version, as a data directory's PG_VERSION says it: 18. */
    static String major() {
        Properties properties = new Properties();
        try (InputStream file = PostgresVersion.class.getResourceAsStream("postgres.properties")) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version").replaceFirst("\\..*", "");
    }
}
