package telco.usage.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import telco.usage.jdbc.Sql;

/**
 * A PostgreSQL server of the service's own, for those who have none: real, durable, and on the loopback interface only.
 * Its files stay in the data directory from one start to the next; one process at a time may use them.
 *
 * <p>There is no password: the server trusts every local connection, so everybody who can log in to this machine can
 * read the warehouse. Who shares the machine with strangers brings a server and names it with TELCO_DATABASE_HOST.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    /** Role and database are called the same. The role owns its database and has no right beyond it. */
    private static final String NAME = "telco";

    private static final long LARGE_LOG_BYTES = 10L << 20;

    /**
     * TELCO_DATABASE_SEND_BUFFER, in bytes, for a server on this machine. With megabytes of rows to read, a COPY keeps its
     * processor until the scheduler's clock takes it away, which requests wait for. With less on its way it waits for more
     * now and then, and they are next.
     */
    public static final String SEND_BUFFER = "8192";

    private final DataDirectoryLock lock;
    private final EmbeddedPostgres server;
    private final Path postgresDirectory;

    private EmbeddedDatabase(DataDirectoryLock lock, EmbeddedPostgres server, Path postgresDirectory) {
        this.lock = lock;
        this.server = server;
        this.postgresDirectory = postgresDirectory;
    }

    /**
     * Starts the server in {@code dataDirectory}; creates it the first time; first stops one that an earlier, killed
     * process has left behind. Says on stderr what it does, for there is no log yet.
     *
     * @return empty when another process uses the directory
     * @throws StartRefusedException when the server cannot be started, with the reason
     */
    public static Optional<EmbeddedDatabase> open(Path dataDirectory) {
        Path directory = dataDirectory.toAbsolutePath().normalize();
        return DataDirectoryLock.tryAcquire(directory).map(lock -> {
            try {
                return open(directory, lock);
            } catch (RuntimeException | Error e) {
                close(lock);
                throw e;
            }
        });
    }

    private static EmbeddedDatabase open(Path directory, DataDirectoryLock lock) {
        Path postgresDirectory = directory.resolve("postgres");
        Path log = directory.resolve("postgres.log");
        requireOwnVersion(postgresDirectory);
        stopOrphan(postgresDirectory);
        keepLogSmall(log);
        System.err.printf(
                "Starting the embedded PostgreSQL %s in %s ...%n", PostgresVersion.major(), postgresDirectory);
        EmbeddedPostgres server = new ServerStart(postgresDirectory, log).perform();
        EmbeddedDatabase database = new EmbeddedDatabase(lock, server, postgresDirectory);
        try {
            database.createRoleAndDatabase();
            return database;
        } catch (SQLException e) {
            database.stop();
            throw new StartRefusedException(
                    "The embedded PostgreSQL runs, but its database cannot be created: " + e.getMessage(), e);
        }
    }

    /** A server refuses another major's files, but only after a long wait and deep in its log. */
    private static void requireOwnVersion(Path postgresDirectory) {
        Path file = postgresDirectory.resolve("PG_VERSION");
        if (Files.notExists(file)) {
            return;
        }
        String found = read(file).strip();
        if (!found.equals(PostgresVersion.major())) {
            throw new StartRefusedException("The data in " + postgresDirectory + " was written by PostgreSQL " + found
                    + ", this service brings PostgreSQL " + PostgresVersion.major()
                    + ". Dump it with the release that wrote it and restore it here, or move the directory away"
                    + " to begin with an empty one, or name another one with DATA_DIR.");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The file " + file + " cannot be read (" + e + "). Start the service as the user who owns it.", e);
        }
    }

    /** After a kill -9 the server outlives the service. Nobody else can be using it: this process holds the lock. */
    private static void stopOrphan(Path postgresDirectory) {
        Postmaster.find(postgresDirectory).ifPresent(orphan -> {
            System.err.printf(
                    "Stopping the PostgreSQL that an earlier start left behind, process %d ...%n", orphan.pid());
            if (!orphan.stop()) {
                throw new StartRefusedException("A PostgreSQL server that an earlier start has left behind (process "
                        + orphan.pid() + ") does not stop. End it, then start again.");
            }
        });
    }

    private static void keepLogSmall(Path log) {
        try {
            if (Files.exists(log) && Files.size(log) > LARGE_LOG_BYTES) {
                Files.move(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new StartRefusedException("The log " + log + " cannot be moved (" + e + ").", e);
        }
    }

    private void createRoleAndDatabase() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (isMissing(connection, "select from pg_roles where rolname = ?")) {
                statement.execute("create role " + NAME + " login nosuperuser nocreatedb nocreaterole");
            }
            if (isMissing(connection, "select from pg_database where datname = ?")) {
                statement.execute("create database " + NAME + " owner " + NAME + " template template0 encoding 'UTF8'");
            }
        }
    }

    private static boolean isMissing(Connection connection, String query) throws SQLException {
        return Sql.of(query, NAME).list(connection, row -> NAME).isEmpty();
    }

    /** Where the server listens, and as whom the service connects: the settings of the service's data source. */
    public Map<String, String> dataSource() {
        return Map.of(
                "quarkus.datasource.jdbc.url", url(),
                "quarkus.datasource.username", NAME,
                // Not asked for, but the driver wants one.
                "quarkus.datasource.password", NAME,
                "telco.jdbc.send-buffer", SEND_BUFFER);
    }

    /** Its JDBC URL. The port is another one at each start. */
    public String url() {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + NAME;
    }

    /** How a person gets at the tables. */
    public String psqlCommand() {
        return "psql -h localhost -p " + server.getPort() + " -U " + NAME + " " + NAME;
    }

    /** Stops the server and lets go of its files. To be called after the last connection has been closed. */
    @Override
    public void close() {
        stop();
        close(lock);
    }

    private void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // The library waits five seconds; the last checkpoint may take longer.
        Postmaster.find(postgresDirectory).ifPresent(Postmaster::stop);
    }

    private static void close(DataDirectoryLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
