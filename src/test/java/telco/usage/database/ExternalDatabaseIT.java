package telco.usage.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.jdbc.Sql;
import telco.usage.testing.FreePort;
import telco.usage.testing.ServiceProcess;

/** The service and a database server that comes and goes. */
class ExternalDatabaseIT {

    @TempDir
    Path directory;

    private int port;

    @BeforeEach
    void createDatabase() throws IOException, SQLException {
        port = FreePort.find();
        try (EmbeddedPostgres server = startServer();
                Connection connection = server.getPostgresDatabase().getConnection()) {
            Sql.of("create role loader login").update(connection);
            Sql.of("create database warehouse owner loader template template0 encoding 'UTF8'")
                    .update(connection);
            Sql.of(
                            "create database latin owner loader template template0 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'")
                    .update(connection);
        }
    }

    @Test
    void service_waitsForItsDatabase() throws IOException {
        try (ServiceProcess service = start("warehouse")) {
            awaitReadiness(service, 503);
            assertThat(service.get("/q/health/ready").body()).contains("refused", "TELCO_DATABASE_HOST");
            assertThat(service.get("/q/health/started").status()).isEqualTo(503);
            assertThat(service.get("/q/health/live").status()).isEqualTo(200);

            try (EmbeddedPostgres server = startServer()) {
                service.awaitReady();
                assertThat(service.get("/q/health/started").status()).isEqualTo(200);
                assertThat(server.getPort()).isEqualTo(port);
            }
            awaitReadiness(service, 503);
            assertThat(service.get("/q/health/started").status()).isEqualTo(200);

            try (EmbeddedPostgres server = startServer()) {
                service.awaitReady();
                assertThat(server.getPort()).isEqualTo(port);
            }
            assertThat(service.stdout().lines().filter(line -> line.contains("The database is ready.")))
                    .hasSize(2);
            assertThat(service.stdout()).doesNotContain("\tat ");
            assertThat(service.stderr()).isEmpty();
        }
    }

    @Test
    void service_saysWhichSettingIsWrong() throws IOException {
        try (EmbeddedPostgres server = startServer();
                ServiceProcess missing = start("nowhere");
                ServiceProcess latin = start("latin")) {
            assertThat(server.getPort()).isEqualTo(port);
            awaitReadiness(missing, 503);
            assertThat(missing.get("/q/health/ready").body())
                    .contains("database \\\"nowhere\\\" does not exist", "TELCO_DATABASE_NAME");
            awaitReadiness(latin, 503);
            assertThat(latin.get("/q/health/ready").body()).contains("it must be UTF8", "TELCO_DATABASE_NAME");
        }
    }

    private static void awaitReadiness(ServiceProcess service, int status) {
        await().atMost(Duration.ofSeconds(90))
                .until(() ->
                        service.isListening() && service.get("/q/health/ready").status() == status);
    }

    private EmbeddedPostgres startServer() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory.resolve("server"))
                .setCleanDataDirectory(false)
                .start();
    }

    private ServiceProcess start(String database) {
        return ServiceProcess.start(
                directory,
                Map.of(
                        "TELCO_DATABASE_HOST", "localhost",
                        "TELCO_DATABASE_PORT", Integer.toString(port),
                        "TELCO_DATABASE_NAME", database,
                        "TELCO_DATABASE_USER", "loader",
                        "TELCO_DATABASE_PASSWORD", "loader"));
    }
}
