package telco.usage.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A PostgreSQL server of a test's own, which may crash and come back on the same port with the same data. */
public final class OwnPostgres implements AutoCloseable {

    private static final String USER = "loader";

    private static final Logger LIBRARY = Logger.getLogger(EmbeddedPostgres.class.getName());

    private final Path directory;
    private final int port;
    private EmbeddedPostgres server;

    private OwnPostgres(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** Starts a server with its data in {@code directory}. */
    public static OwnPostgres start(Path directory) {
        OwnPostgres postgres = new OwnPostgres(directory, FreePort.find());
        postgres.start();
        postgres.administrator("postgres").execute("create role " + USER + " login");
        return postgres;
    }

    /** Starts the server again, after {@link #crash()}. */
    public void start() {
        try {
            server = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(directory)
                    .setCleanDataDirectory(false)
                    // The library switches both off: a crash would take back what was committed just before.
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("fsync", "on")
                    // After a crash it reads its log first, and writes all of its files.
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server at once, as a power cut does: open transactions are lost, and unlogged tables are empty. */
    public void crash() {
        try {
            ProcessHandle postmaster = postmaster();
            Signals.send(postmaster, "QUIT");
            postmaster.onExit().join();
            // Only lets go of its lock file; that there is nothing to stop is no news.
            LIBRARY.setLevel(Level.OFF);
            server.close();
            LIBRARY.setLevel(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessHandle postmaster() throws IOException {
        String pid = Files.readAllLines(directory.resolve("postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** Makes an empty database, owned by a user without any right beyond it, and returns that user's console. */
    public SqlConsole newDatabase(String name) {
        administrator("postgres")
                .execute("create database " + name + " owner " + USER + " template template0 encoding 'UTF8'");
        return new SqlConsole(url(name), USER, USER);
    }

    /** The console of the server's superuser. */
    public SqlConsole administrator(String database) {
        return new SqlConsole(url(database), "postgres", "postgres");
    }

    /** Where it listens, on this machine. */
    public int port() {
        return port;
    }

    private String url(String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database;
    }

    /** What a service on this database has to be told. */
    public Map<String, String> settings(String database) {
        return Map.of(
                "TELCO_DATABASE_HOST", "localhost",
                "TELCO_DATABASE_PORT", Integer.toString(port),
                "TELCO_DATABASE_NAME", database,
                "TELCO_DATABASE_USER", USER,
                "TELCO_DATABASE_PASSWORD", USER);
    }

    @Override
    public void close() throws IOException {
        ProcessHandle postmaster = postmaster();
        server.close();
        // The library gives up waiting after five seconds, and the directory may be deleted next.
        postmaster.onExit().join();
    }
}
