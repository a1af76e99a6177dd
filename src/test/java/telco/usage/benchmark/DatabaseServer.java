package telco.usage.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import telco.usage.jdbc.Sql;

/** Where the benchmark's databases live: a server that the settings name, or an embedded one that ends with this. */
final class DatabaseServer implements AutoCloseable {

    /** What decides how fast a server writes; shown in the report. */
    private static final List<String> TELLING_SETTINGS = List.of(
            "shared_buffers",
            "fsync",
            "synchronous_commit",
            "wal_level",
            "max_wal_size",
            "checkpoint_timeout",
            "maintenance_work_mem",
            "work_mem",
            "autovacuum",
            "jit");

    private final ServerAddress address;
    private final Optional<EmbeddedServer> embedded;
    private final boolean keep;
    private int databases;

    private DatabaseServer(ServerAddress address, Optional<EmbeddedServer> embedded, boolean keep) {
        this.address = address;
        this.embedded = embedded;
        this.keep = keep;
    }

    static DatabaseServer open(BenchmarkSettings settings, Path folder) throws IOException {
        return open(settings, folder, Map.of());
    }

    /** @param differing settings of an embedded server that are not as usual */
    static DatabaseServer open(BenchmarkSettings settings, Path folder, Map<String, String> differing)
            throws IOException {
        if (settings.server().isPresent()) {
            return new DatabaseServer(settings.server().get(), Optional.empty(), settings.keep());
        }
        EmbeddedServer embedded = EmbeddedServer.start(folder.resolve("postgres"), differing);
        return new DatabaseServer(embedded.address(), Optional.of(embedded), settings.keep());
    }

    /** An empty database, dropped when it is closed. */
    BenchmarkDatabase newDatabase() throws SQLException {
        databases++;
        String name = "telco_benchmark_" + ProcessHandle.current().pid() + "_" + databases;
        execute("create database " + name + " template template0 encoding 'UTF8'");
        return new BenchmarkDatabase(
                address.withDatabase(name), () -> execute(keep ? "select" : "drop database " + name));
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = address.connect()) {
            connection.createStatement().execute(statement);
        }
    }

    /** Version and settings, for the report. */
    String description() throws SQLException {
        try (Connection connection = address.connect()) {
            String version = Sql.of("select version() as version").one(connection, row -> row.getString("version"));
            String settings = Sql.of("""
                            select name, current_setting(name) as value
                            from pg_settings
                            where name = any (string_to_array(?, ','))
                            order by name
                            """, String.join(",", TELLING_SETTINGS))
                    .list(connection, row -> row.getString("name") + "=" + row.getString("value"))
                    .stream()
                    .collect(Collectors.joining(", "));
            return version + (embedded.isPresent() ? " (embedded)" : "") + "; " + settings;
        }
    }

    @Override
    public void close() throws IOException {
        if (embedded.isPresent()) {
            embedded.get().close();
        }
    }
}
