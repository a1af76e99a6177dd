package telco.usage.suspense;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import telco.usage.run.Amount;
import telco.usage.run.RejectReason;
import telco.usage.run.RejectState;
import telco.usage.run.RejectTotals;

/**
 * How many rejects of a run have this reason and this state.
 *
 * @param rows exact, also where there are more than are stored
 * @param stored how many of them can be listed
 * @param charge what they charge as an exact decimal, as far as that can be read
 */
record RejectTotal(RejectReason reason, RejectState state, long rows, long stored, String charge) {

    /** All of a run's, by reason and state. */
    static List<RejectTotal> of(Connection connection, int runId) throws SQLException {
        return RejectTotals.of(connection, runId).stream()
                .map(total -> new RejectTotal(
                        total.reason(),
                        total.state(),
                        total.amount().rows(),
                        total.stored(),
                        Amount.plain(total.amount().charge())))
                .toList();
    }
}
