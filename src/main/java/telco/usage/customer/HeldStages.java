package telco.usage.customer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import telco.usage.jdbc.Sql;
import telco.usage.run.Finding;
import telco.usage.run.Run;
import telco.usage.run.RunState;
import telco.usage.run.Runs;
import telco.usage.run.Severity;
import telco.usage.stage.Stage;

/** What was staged by runs that a check has stopped, and waits to be released. */
final class HeldStages {

    private HeldStages() {}

    /**
     * Gives up what holds rows of the customer: the whole stage, for what its rows add up to is no longer true without his.
     *
     * @return the runs that cannot be released any more
     */
    static List<Integer> giveUp(Connection connection, Runs runs, CustomerId customer) throws SQLException {
        List<Integer> held = Sql.of("""
                        select id
                        from ingest.run
                        where state = 'FAILED' and held_until > clock_timestamp()
                        order by id
                        """).list(connection, row -> row.getInt("id"));
        List<Integer> givenUp = new ArrayList<>();
        for (int id : held) {
            Run run = runs.lock(connection, id);
            // Somebody may have released it meanwhile: then it is a run under way.
            if (run.state() == RunState.FAILED && run.isHeld()) {
                Stage stage = new Stage(id, run.hold().attempt());
                if (stage.hasCustomer(connection, customer.value())) {
                    giveUp(connection, runs, stage);
                    givenUp.add(id);
                }
            }
        }
        return givenUp;
    }

    private static void giveUp(Connection connection, Runs runs, Stage stage) throws SQLException {
        stage.drop(connection);
        Sql.of("update ingest.run set held_until = clock_timestamp() where id = ?", stage.runId())
                .update(connection);
        runs.note(
                connection,
                stage.runId(),
                new Finding(
                        "hold_given_up",
                        Severity.WARNING,
                        1,
                        1,
                        "What was staged held rows of a customer who was erased, and was dropped: submit the file again."));
    }
}
