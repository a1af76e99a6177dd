package telco.usage.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telco.usage.testing.TestPostgres;

class DatabaseTroubleTest {

    @ParameterizedTest
    @CsvSource({
        "08001, TELCO_DATABASE_HOST and TELCO_DATABASE_PORT",
        "28P01, TELCO_DATABASE_USER and TELCO_DATABASE_PASSWORD",
        "3D000, TELCO_DATABASE_NAME",
        "42501, TELCO_DATABASE_USER must own the database",
    })
    void explain_namesTheSetting(String sqlState, String setting) {
        assertThat(DatabaseTrouble.explain(new RuntimeException("x", new SQLException("FATAL: no", sqlState))))
                .startsWith("FATAL: no. ")
                .contains(setting);
    }

    @Test
    void explain_missingDatabaseOfARealServer() {
        TestPostgres.EmptyDatabase database = TestPostgres.newDatabase();
        SQLException refusal = catchRefusal(database.url() + "_missing", database);

        assertThat(DatabaseTrouble.explain(refusal))
                .matches("FATAL: database \"telco_\\d+_missing\" does not exist\\. Create the database, or check"
                        + " TELCO_DATABASE_NAME\\.");
    }

    @Test
    void explain_noServer() {
        TestPostgres.EmptyDatabase database = TestPostgres.newDatabase();
        SQLException refusal = catchRefusal("jdbc:postgresql://localhost:1/telco", database);

        assertThat(DatabaseTrouble.explain(refusal))
                .isEqualTo("Connection to localhost:1 refused. Check TELCO_DATABASE_HOST and TELCO_DATABASE_PORT,"
                        + " and that the server runs.");
    }

    @Test
    void explain_unknownHost() {
        SQLException refusal =
                new SQLException("The connection attempt failed.", "08001", new UnknownHostException("nowhere"));

        assertThat(DatabaseTrouble.explain(refusal)).contains("Unknown host: nowhere.", "TELCO_DATABASE_HOST");
    }

    @Test
    void explain_tablesOfAnotherRelease() {
        assertThat(DatabaseTrouble.explain(new FlywayException("Migration checksum mismatch")))
                .startsWith("The tables do not fit this release: Migration checksum mismatch")
                .contains("TELCO_DATABASE_NAME");
    }

    private static SQLException catchRefusal(String url, TestPostgres.EmptyDatabase database) {
        try {
            DriverManager.getConnection(url, database.user(), database.password())
                    .close();
        } catch (SQLException e) {
            return e;
        }
        throw new AssertionError("connected to " + url);
    }
}
