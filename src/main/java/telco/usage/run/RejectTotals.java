package telco.usage.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import telco.usage.jdbc.Sql;

/** How many records a run has kept aside, by reason and state: exact also where more came than are stored. */
public final class RejectTotals {

    private RejectTotals() {}

    /**
     * The rejects of a run that have one reason and one state.
     *
     * @param stored how many of them have their record stored
     */
    public record Total(RejectReason reason, RejectState state, Amount amount, long stored) {}

    /** The run's totals, by reason and state. */
    public static List<Total> of(Connection connection, int runId) throws SQLException {
        return Sql.of("""
                        select reason, state, row_count, charge, stored_count
                        from ingest.reject_total
                        where run_id = ?
                        order by reason, state
                        """, runId)
                .list(
                        connection,
                        row -> new Total(
                                RejectReason.valueOf(row.getString("reason")),
                                RejectState.valueOf(row.getString("state")),
                                Amount.charging(row.getLong("row_count"), row.getBigDecimal("charge")),
                                row.getLong("stored_count")));
    }

    /** Writes what an attempt has counted over what is there. All of it is open: nobody has seen it yet. */
    static void write(Connection connection, int runId, RejectTally tally) throws SQLException {
        Sql.of("delete from ingest.reject_total where run_id = ?", runId).update(connection);
        for (Map.Entry<RejectReason, RejectTally.Entry> counted :
                tally.entries().entrySet()) {
            RejectTally.Entry entry = counted.getValue();
            add(connection, runId, new Total(counted.getKey(), RejectState.OPEN, entry.amount(), entry.stored()));
        }
    }

    /** Moves rejects of a run to another state, as part of the transaction in which their rows move. */
    public static void move(Connection connection, int runId, Total moved, RejectState to) throws SQLException {
        // The CHECK wants at least one row: a total goes with its last reject.
        long emptied = Sql.of(
                        """
                        delete from ingest.reject_total
                        where run_id = ? and reason = ? and state = ? and row_count = ?
                        """,
                        runId,
                        moved.reason(),
                        moved.state(),
                        moved.amount().rows())
                .update(connection);
        if (emptied == 0) {
            Sql.of(
                            """
                            update ingest.reject_total
                            set row_count = row_count - ?, stored_count = stored_count - ?, charge = charge - ?
                            where run_id = ? and reason = ? and state = ?
                            """,
                            moved.amount().rows(),
                            moved.stored(),
                            moved.amount().charge(),
                            runId,
                            moved.reason(),
                            moved.state())
                    .update(connection);
        }
        add(connection, runId, new Total(moved.reason(), to, moved.amount(), moved.stored()));
    }

    /**
     * Records of rejects with one reason and one state are not stored any more, as part of the transaction that removes
     * them. What was kept aside, and its charge, stay counted.
     */
    public static void unstore(Connection connection, int runId, RejectReason reason, RejectState state, long records)
            throws SQLException {
        Sql.of("""
                        update ingest.reject_total
                        set stored_count = stored_count - ?
                        where run_id = ? and reason = ? and state = ?
                        """, records, runId, reason, state).update(connection);
    }

    private static void add(Connection connection, int runId, Total total) throws SQLException {
        Sql.of(
                        """
                        insert into ingest.reject_total as t (run_id, reason, state, row_count, stored_count, charge)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (run_id, reason, state) do update
                        set row_count = t.row_count + excluded.row_count,
                            stored_count = t.stored_count + excluded.stored_count,
                            charge = t.charge + excluded.charge
                        """,
                        runId,
                        total.reason(),
                        total.state(),
                        total.amount().rows(),
                        total.stored(),
                        total.amount().charge())
                .update(connection);
    }
}
