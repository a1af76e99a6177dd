package telco.usage.jdbc;

import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** A {@link Database} for a test that is no part of the service; each piece of work has a connection of its own. */
public final class Databases {

    private Databases() {}

    public static Database at(String url, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        return new Database(source, new Settings(Duration.ofHours(1), -1));
    }

    private record Settings(Duration answerTimeout, int sendBuffer) implements JdbcConfig {}
}
