package telco.usage.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.PGConnection;
import telco.usage.jdbc.Sql;

/**
 * The measure of all loads: the file as it is, streamed by one thread of this process into a logged table without key,
 * index or check.
 */
final class BareCopy {

    private static final int BUFFER_BYTES = 1 << 16;

    private final BenchmarkDatabase database;

    BareCopy(BenchmarkDatabase database) {
        this.database = database;
    }

    @FunctionalInterface
    private interface Copying {
        void run() throws SQLException, IOException;
    }

    /** The seconds that the driver's COPY takes. */
    double seconds(UsageFile file) throws SQLException, IOException {
        return measured(file, () -> {
            try (Connection connection = database.connect();
                    InputStream in = Files.newInputStream(file.path())) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy public.bare_copy from stdin (format csv)", in, BUFFER_BYTES);
            }
        });
    }

    /** The seconds that psql's {@code \copy} takes, connecting included; nothing where there is no psql. */
    Optional<Double> psqlSeconds(UsageFile file) throws SQLException, IOException {
        if (!psqlIsThere()) {
            return Optional.empty();
        }
        String command = "\\copy public.bare_copy from '" + file.path() + "' (format csv)";
        return Optional.of(measured(file, () -> psql("-c", command)));
    }

    private double measured(UsageFile file, Copying copying) throws SQLException, IOException {
        try (Connection connection = database.connect()) {
            Sql.of("""
                            create table public.bare_copy (
                                customer_id integer, event_start_time timestamptz, event_type varchar(50),
                                rate_plan_id integer, billing_flag_one integer, billing_flag_two integer,
                                duration float8, charge numeric(18, 8), month varchar(7))
                            """).update(connection);
            database.checkpoint();
            long start = System.nanoTime();
            copying.run();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            long rows = Sql.of("select count(*) as found from public.bare_copy")
                    .one(connection, row -> row.getLong("found"));
            assertThat(rows).as("rows of " + file.name()).isEqualTo(file.read().rows());
            Sql.of("drop table public.bare_copy").update(connection);
            return took.toMillis() / 1000.0;
        }
    }

    private static boolean psqlIsThere() {
        try {
            return new ProcessBuilder("psql", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void psql(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("psql", "-X", "-q");
        builder.command().addAll(List.of(arguments));
        ServerAddress address = database.address();
        builder.environment()
                .putAll(Map.of(
                        "PGHOST", address.host(),
                        "PGPORT", Integer.toString(address.port()),
                        "PGDATABASE", address.database(),
                        "PGUSER", address.user(),
                        "PGPASSWORD", address.password()));
        try {
            int exitCode = builder.inheritIO().start().waitFor();
            assertThat(exitCode).as("psql's exit code").isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while psql was copying", e);
        }
    }
}
