package telco.usage.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * One real PostgreSQL for the whole test run: a container where a Docker engine answers, else the embedded server.
 * Which version: the property {@code postgres.version} of the build. Each caller gets an empty database of its own,
 * owned by a user without any right beyond it. It does nothing by itself: tests count dead rows and statistics.
 */
public final class TestPostgres {

    /** An empty database, owned by {@code user}. */
    public record EmptyDatabase(String url, String user, String password) {

        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }
    }

    private static final String USER = "telco";
    private static final String PASSWORD = "telco";

    private static String adminUrl;
    private static String adminUser;
    private static String adminPassword;
    private static int databases;

    private TestPostgres() {}

    public static synchronized EmptyDatabase newDatabase() {
        start();
        databases++;
        String name = "telco_" + databases;
        try (Connection connection = DriverManager.getConnection(adminUrl, adminUser, adminPassword);
                Statement statement = connection.createStatement()) {
            if (databases == 1) {
                statement.execute("create role " + USER + " login password '" + PASSWORD + "' nosuperuser");
            }
            statement.execute("create database " + name + " owner " + USER + " template template0 encoding 'UTF8'");
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the test database " + name, e);
        }
        return new EmptyDatabase(adminUrl.replaceFirst("/[^/]*$", "/" + name), USER, PASSWORD);
    }

    private static void start() {
        if (adminUrl != null) {
            return;
        }
        if (DockerClientFactory.instance().isDockerAvailable()) {
            startContainer();
        } else {
            startEmbedded();
        }
    }

    // Not closed here: Testcontainers removes the container when this process has ended.
    @SuppressWarnings("resource")
    private static void startContainer() {
        String version = System.getProperty("postgres.version", "18").replaceFirst("\\..*", "");
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:" + version)
                .withCommand("postgres", "-c", "fsync=off", "-c", "autovacuum=off");
        container.start();
        adminUrl = container.getJdbcUrl().replaceFirst("\\?.*", "");
        adminUser = container.getUsername();
        adminPassword = container.getPassword();
    }

    // Not closed here: it ends with this process, by its own shutdown hook.
    @SuppressWarnings("resource")
    private static void startEmbedded() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("autovacuum", "off")
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .start();
            adminUrl = "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
            adminUser = "postgres";
            adminPassword = "postgres";
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL did not start", e);
        }
    }
}
