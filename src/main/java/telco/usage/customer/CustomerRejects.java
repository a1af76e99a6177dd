package telco.usage.customer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import telco.usage.jdbc.Sql;
import telco.usage.run.RejectReason;
import telco.usage.run.RejectState;
import telco.usage.run.RejectTotals;

/**
 * The stored rejects of a customer: those whose customer column has the number, and of those of which nobody could read it
 * the ones that {@link CustomerMark} takes for the customer's.
 */
final class CustomerRejects {

    /** Few enough for long records to fit into memory. */
    private static final int RECORDS_PER_QUERY = 100;

    private static final String ANY_RUN = "true";

    /** Asked with the same statement as the rejects: what is seen of a run that is seen as done is all that it has. */
    private static final String RUN_IS_DONE = """
            exists (
                select from ingest.run
                where id = run_id and state not in ('QUEUED', 'RUNNING', 'CANCELLING'))""";

    private CustomerRejects() {}

    /** Where a reject is stored. */
    record Key(int runId, long recordNumber) {

        static final Key FIRST = new Key(0, 0);
    }

    private record Candidate(Key key, byte[] record) {}

    private record Erased(int runId, RejectReason reason, RejectState state, long records) {}

    /** All that are stored, by run and record. Memory grows with how many they are, not with their length. */
    static List<Key> of(Connection connection, CustomerId customer, CustomerMark mark) throws SQLException {
        return of(connection, customer, mark, ANY_RUN);
    }

    /** Those of runs that are done: the others still count theirs. */
    static List<Key> ofRunsDone(Connection connection, CustomerId customer, CustomerMark mark) throws SQLException {
        return of(connection, customer, mark, RUN_IS_DONE);
    }

    private static List<Key> of(Connection connection, CustomerId customer, CustomerMark mark, String condition)
            throws SQLException {
        List<Key> keys = new ArrayList<>(Sql.of("""
                        select run_id, record_number
                        from ingest.reject
                        where customer_id = ? and %s
                        """.formatted(condition), customer.value())
                .list(connection, row -> new Key(row.getInt("run_id"), row.getLong("record_number"))));
        Key last = Key.FIRST;
        List<Candidate> candidates = candidates(connection, customer, last, condition);
        while (!candidates.isEmpty()) {
            for (Candidate candidate : candidates) {
                last = candidate.key();
                if (mark.isIn(candidate.record())) {
                    keys.add(last);
                }
            }
            candidates = candidates(connection, customer, last, condition);
        }
        keys.sort(Comparator.comparingInt(Key::runId).thenComparingLong(Key::recordNumber));
        return keys;
    }

    private static List<Candidate> candidates(Connection connection, CustomerId customer, Key after, String condition)
            throws SQLException {
        return Sql.of(
                        """
                        select run_id, record_number, record
                        from ingest.reject
                        where customer_id is null and (run_id, record_number) > (?, ?)
                          and position(convert_to(?, 'UTF8') in record) > 0 and %s
                        order by run_id, record_number
                        limit ?
                        """.formatted(condition),
                        after.runId(),
                        after.recordNumber(),
                        customer.digits(),
                        RECORDS_PER_QUERY)
                .list(
                        connection,
                        row -> new Candidate(
                                new Key(row.getInt("run_id"), row.getLong("record_number")), row.getBytes("record")));
    }

    static Set<Integer> runs(List<Key> keys) {
        return keys.stream().map(Key::runId).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Removes records of runs that are done and locked. They stay counted in the totals of their run, with reason, state and
     * charge, but no longer as stored: so a run's balance holds, and what is left of it is replayed and written off as
     * before.
     */
    static void erase(Connection connection, List<Key> keys) throws SQLException {
        List<Erased> erased = Sql.of("""
                        with erased as (
                            delete from ingest.reject r
                            using unnest(?::integer[], ?::bigint[]) asked (run_id, record_number)
                            where r.run_id = asked.run_id and r.record_number = asked.record_number
                            returning r.run_id, r.reason, r.state
                        )
                        select run_id, reason, state, count(*) as records
                        from erased
                        group by run_id, reason, state
                        """, runIds(keys), recordNumbers(keys))
                .list(
                        connection,
                        row -> new Erased(
                                row.getInt("run_id"),
                                RejectReason.valueOf(row.getString("reason")),
                                RejectState.valueOf(row.getString("state")),
                                row.getLong("records")));
        for (Erased each : erased) {
            RejectTotals.unstore(connection, each.runId(), each.reason(), each.state(), each.records());
        }
    }

    static List<Integer> runIds(List<Key> keys) {
        return keys.stream().map(Key::runId).toList();
    }

    static List<Long> recordNumbers(List<Key> keys) {
        return keys.stream().map(Key::recordNumber).toList();
    }
}
