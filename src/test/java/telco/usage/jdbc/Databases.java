package telco.usage.jdbc;

import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A {@link Database} for a test that is no part of the service; each piece of work has a connection of its own. */
public final class Databases {

    private Databases() {}

    public static Database at(String url, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        return at(source, Duration.ofHours(1));
    }

    public static Database at(DataSource source, Duration answerTimeout) {
        return new Database(source, new Settings(answerTimeout, -1));
    }

    private record Settings(Duration answerTimeout, int sendBuffer) implements JdbcConfig {}
}
