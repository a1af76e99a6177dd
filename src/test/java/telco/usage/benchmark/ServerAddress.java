package telco.usage.benchmark;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** A database and how to log in to it. */
record ServerAddress(String host, int port, String database, String user, String password) {

    private static final int DEFAULT_PORT = 5432;

    /** @throws IllegalArgumentException when the URL is not jdbc:postgresql://host:port/database */
    static ServerAddress parse(String url, String user, String password) {
        URI uri = URI.create(url.replaceFirst("^jdbc:", ""));
        if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
            throw new IllegalArgumentException(
                    "benchmark.database.url must be jdbc:postgresql://host:port/database, but is " + url);
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new ServerAddress(uri.getHost(), port, uri.getPath().substring(1), user, password);
    }

    /** Another database of the same server. */
    ServerAddress withDatabase(String other) {
        return new ServerAddress(host, port, other, user, password);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), user, password);
    }

    String url() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /** The same in the service's settings. */
    Map<String, String> settings() {
        return Map.of(
                "TELCO_DATABASE_HOST", host,
                "TELCO_DATABASE_PORT", Integer.toString(port),
                "TELCO_DATABASE_NAME", database,
                "TELCO_DATABASE_USER", user,
                "TELCO_DATABASE_PASSWORD", password);
    }
}
