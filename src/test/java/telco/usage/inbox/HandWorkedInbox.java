package telco.usage.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.database.Schema;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.run.Attempt;
import telco.usage.run.Run;
import telco.usage.run.RunConfig;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunQueue;
import telco.usage.run.RunState;
import telco.usage.run.Runs;
import telco.usage.testing.Warehouse;

/** A test with an inbox that is worked by hand, beside a service that does nothing by itself. */
abstract class HandWorkedInbox {

    @Inject
    Database database;

    @Inject
    Runs runs;

    @Inject
    RunQueue queue;

    @Inject
    RunConfig runConfig;

    @Inject
    Schema schema;

    @TempDir
    Path folder;

    final InboxLog log = new InboxLog();
    InboxUnderTest inbox;

    @BeforeEach
    void inbox() {
        inbox(InboxMode.QUIET);
        log.start();
    }

    @AfterEach
    void forget() {
        log.stop();
        Warehouse.clear();
    }

    InboxUnderTest inboxIn(Path incoming) {
        return new InboxUnderTest(incoming, database, runs, runConfig, schema);
    }

    /** The same inbox, but files are taken as this mode says. */
    void inbox(InboxMode mode) {
        inbox = new InboxUnderTest(folder.resolve("inbox"), mode, database, runs, runConfig, schema);
    }

    /** The run of a file of this name. */
    Run take(String name) {
        inbox.drop(name, "content of " + name);
        inbox.pollUntilSettled();
        return newest();
    }

    Attempt claim(Run run) {
        return queue.claim(run.id(), "test").orElseThrow();
    }

    /** Ends the run, in November 2026 by the run table: the service's own clock is not ours. */
    Run finish(Run run, RunState state) {
        Run.RunError error = state == RunState.FAILED ? new Run.RunError(RunErrorCode.FILE_EMPTY, "empty") : null;
        Run finished = queue.finish(claim(run), state, error);
        setFinished(finished, Instant.parse("2026-11-22T12:00:00Z"));
        return finished;
    }

    void setFinished(Run run, Instant instant) {
        database.inTransaction(
                connection -> Sql.of("update ingest.run set finished_at = ? where id = ?", instant, run.id())
                        .update(connection));
    }

    Run newest() {
        return allRuns().get(0);
    }

    Run onlyRun() {
        assertThat(allRuns()).hasSize(1);
        return newest();
    }

    /** Newest first. */
    List<Run> allRuns() {
        return runs.list(new Runs.Selection(null, null, null, 100));
    }
}
