package telco.usage.expected;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import telco.usage.jdbc.Sql;

/**
 * Compares what came with what should have come, and writes down what is new: each thing once, whoever looks, for the state
 * of a file and what is told of it are written together, under a lock.
 */
@Singleton
final class ExpectedFiles {

    private static final long LOCK = 7_355_608_018L;

    private final ExpectedConfig config;
    private final FileTelling telling;
    private final Clock clock;

    ExpectedFiles(ExpectedConfig config, FileTelling telling, Clock clock) {
        this.config = config;
        this.telling = telling;
        this.clock = clock;
    }

    /** Looks at one expectation; the transaction is the caller's. */
    void check(Connection connection, Expectation expectation) throws SQLException {
        Sql.of("select pg_advisory_xact_lock(?)", LOCK).first(connection, row -> null);
        Instant now = clock.instant();
        Instant since = since(connection, expectation, now);
        new Inspection(connection, expectation, since, now, config.grace(), telling).perform();
    }

    /** Since when it is expected: since somebody looked first. */
    private static Instant since(Connection connection, Expectation expectation, Instant now) throws SQLException {
        Sql.of(
                        "insert into ingest.expectation (name, since) values (?, ?) on conflict (name) do nothing",
                        expectation.name(),
                        now)
                .update(connection);
        return Sql.of("select since from ingest.expectation where name = ?", expectation.name())
                .one(connection, row -> Sql.instant(row, "since"));
    }
}
