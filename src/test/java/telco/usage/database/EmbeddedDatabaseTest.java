package telco.usage.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.jdbc.Sql;

class EmbeddedDatabaseTest {

    @TempDir
    Path directory;

    @Test
    void open_isDurablePrivateAndExclusive() throws SQLException {
        Path postgres = directory.resolve("postgres");
        try (EmbeddedDatabase database = EmbeddedDatabase.open(directory).orElseThrow()) {
            assertThat(EmbeddedDatabase.open(directory)).isEmpty();
            try (Connection connection = connect(database)) {
                assertThat(setting(connection, "fsync")).isEqualTo("on");
                assertThat(setting(connection, "synchronous_commit")).isEqualTo("on");
                assertThat(setting(connection, "listen_addresses")).isEqualTo("localhost");
                assertThat(setting(connection, "server_encoding")).isEqualTo("UTF8");
                assertThat(setting(connection, "is_superuser")).isEqualTo("off");
                Sql.of("create table marker (note text)").update(connection);
            }
            assertThat(Postmaster.find(postgres)).isPresent();
        }
        assertThat(Postmaster.find(postgres)).isEmpty();

        try (EmbeddedDatabase database = EmbeddedDatabase.open(directory).orElseThrow();
                Connection connection = connect(database)) {
            assertThat(Sql.of("select note from marker").list(connection, row -> row.getString("note")))
                    .isEmpty();
        }
    }

    @Test
    void open_refusesAnotherMajorsFiles() throws IOException {
        Path postgres = Files.createDirectories(directory.resolve("postgres"));
        Files.writeString(postgres.resolve("PG_VERSION"), "9.6\n");

        assertThatThrownBy(() -> EmbeddedDatabase.open(directory))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("PostgreSQL 9.6")
                .hasMessageContaining("DATA_DIR")
                .hasMessageNotContaining("\n");
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(
                database.url(), database.dataSource().get("quarkus.datasource.username"), "");
    }

    private static String setting(Connection connection, String name) throws SQLException {
        return Sql.of("select current_setting(?) as value", name).one(connection, row -> row.getString("value"));
    }
}
