package telco.usage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Whoever waits for a server that does not answer gives up; a run's steps do when they are told to. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(SilentServerTest.Impatient.class)
class SilentServerTest {

    /** Statements may take three seconds, and nothing works by itself. */
    public static final class Impatient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("telco.run.serving", "false", "telco.jdbc.answer-timeout", "3s");
        }
    }

    private static final String FOR_EVER = "select pg_sleep(600) as for_ever";

    @Inject
    Database database;

    @Test
    void statement_withoutAnAnswer_failsWithWhatCanPass() {
        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(() -> sleep(600))
                .matches(DatabaseException::canPass);
        // The next one has another connection.
        sleep(0);
    }

    @Test
    void work_takesAsLongAsItTakes_untilItsConnectionsAreGivenUp() throws SQLException {
        Cancellation work = Cancellation.begin();
        CompletableFuture<Void> forEver;
        try (work) {
            sleep(4);
            forEver = new CompletableFuture<>();
            start(forEver);
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        Warehouse.count("pg_stat_activity where query = '" + FOR_EVER + "' and state = 'active'") > 0);
        work.abandon();
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(forEver::join)
                .havingCause()
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.canPass()).isTrue());
    }

    /** A thread that the work has started. */
    private void start(CompletableFuture<Void> end) {
        Thread thread = new Thread(() -> {
            try {
                database.withConnection(
                        connection -> Sql.of(FOR_EVER).one(connection, row -> row.getString("for_ever")));
                end.complete(null);
            } catch (DatabaseException e) {
                end.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void sleep(int seconds) {
        database.withConnection(
                connection -> Sql.of("select pg_sleep(?)", seconds).one(connection, row -> row.getString(1)));
    }
}
