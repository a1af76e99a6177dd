package telco.usage.suspense;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import telco.usage.jdbc.Sql;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;
import telco.usage.run.Amount;
import telco.usage.run.Attempt;
import telco.usage.run.Disposition;
import telco.usage.run.Finding;
import telco.usage.run.RejectReason;
import telco.usage.run.RejectState;
import telco.usage.run.RejectTotals;
import telco.usage.run.Run;
import telco.usage.run.Severity;

/**
 * Moves the rejects of a run to another state, always as part of the transaction that is the reason for it, and with the run
 * locked, or by the one replay of it that there can be.
 */
public final class Settlement {

    private Settlement() {}

    /**
     * Settles the rejects that a replay has taken up, in the transaction that publishes what came of them. What it has
     * rejected again is its own, and open.
     *
     * @return a finding when the replay had another number of records than it took up
     */
    public static Optional<Finding> replayed(Connection connection, Attempt attempt, Instant now) throws SQLException {
        Run.Replay replay = attempt.run().replay();
        Sql settled = Sql.of("""
                        with settled as (
                            update ingest.reject
                            set state = 'REPLAYED', settled_at = ?,
                                settled_by = (select actor from ingest.audit where run_id = ? and action = 'REPLAY')
                            where run_id = ? and replay_run_id = ? and state = 'OPEN'
                            returning reason, charge
                        )
                        select reason, count(*) as row_count, sum(charge) as charge
                        from settled
                        group by reason
                        """, now, attempt.runId(), replay.runId(), attempt.runId());
        move(connection, replay.runId(), settled, RejectState.OPEN, RejectState.REPLAYED);
        return difference(attempt, replay);
    }

    private static Optional<Finding> difference(Attempt attempt, Run.Replay replay) {
        long read = attempt.tally().rows(Disposition.READ);
        if (read == replay.rejects()) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "replayed_records_differ",
                Severity.WARNING,
                Math.abs(read - replay.rejects()),
                read,
                ("The file has %d records, but stands for %d rejects of run %d, which are settled by it. When that is not"
                                + " meant, revert this run: they are open again then.")
                        .formatted(read, replay.rejects(), replay.runId())));
    }

    /** The replay is taken back: what it had settled is open again. */
    public static void reopen(Connection connection, Run replay) throws SQLException {
        int origin = replay.replay().runId();
        Sql reopened = Sql.of("""
                        with reopened as (
                            update ingest.reject
                            set state = 'OPEN', settled_at = null, settled_by = null
                            where run_id = ? and replay_run_id = ? and state = 'REPLAYED'
                            returning reason, charge
                        )
                        select reason, count(*) as row_count, sum(charge) as charge
                        from reopened
                        group by reason
                        """, origin, replay.id());
        move(connection, origin, reopened, RejectState.REPLAYED, RejectState.OPEN);
    }

    /** Moves the totals with the rows that {@code rows} moves, and counts by reason. */
    private static void move(Connection connection, int run, Sql rows, RejectState from, RejectState to)
            throws SQLException {
        List<RejectTotals.Total> moved = rows.list(connection, row -> {
            long count = row.getLong("row_count");
            return new RejectTotals.Total(
                    RejectReason.valueOf(row.getString("reason")),
                    from,
                    Amount.charging(count, row.getBigDecimal("charge")),
                    count);
        });
        for (RejectTotals.Total total : moved) {
            RejectTotals.move(connection, run, total, to);
        }
    }

    /** Says which replays of the run's rejects keep their rows, now that the run itself is reverted; empty when none. */
    public static Optional<Finding> replaysThatStay(Connection connection, Run run) throws SQLException {
        List<Integer> replays = Sql.of("""
                        select id
                        from ingest.run
                        where replayed_run_id = ? and published_at is not null and state <> 'REVERTED'
                        order by id
                        """, run.id()).list(connection, row -> row.getInt("id"));
        if (replays.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "replays_stay",
                Severity.WARNING,
                replays.size(),
                replays.size(),
                "Rejects of this run were replayed by other runs (%s). What those have loaded stays; revert them too when it is not wanted."
                        .formatted(replays.stream().map(String::valueOf).collect(Collectors.joining(", ")))));
    }

    /**
     * To be asked with the run locked: then no replay can begin either.
     *
     * @throws ProblemException STATE_CONFLICT when a replay of its rejects is not done yet
     */
    public static void requireNoReplayUnderWay(Connection connection, Run run) throws SQLException {
        Optional<Integer> replay = Sql.of("""
                        select id
                        from ingest.run
                        where replayed_run_id = ? and state in ('QUEUED', 'RUNNING', 'CANCELLING')
                        """, run.id()).first(connection, row -> row.getInt("id"));
        if (replay.isPresent()) {
            throw new ProblemException(
                            ProblemCode.STATE_CONFLICT,
                            "run %d is still replaying rejects of %s. Wait until it is done, or cancel it."
                                    .formatted(replay.get(), run.label()))
                    .about(run.id());
        }
    }

    /**
     * To be asked with the run locked.
     *
     * @throws ProblemException STATE_CONFLICT when the rejects cannot be settled now
     */
    static void requireSettleable(Connection connection, Run run) throws SQLException {
        if (!run.done() || !run.isInWarehouse()) {
            throw new ProblemException(
                            ProblemCode.STATE_CONFLICT,
                            ("%s is %s%s: only rejects of a run that has published its other rows can be settled. Submit the"
                                            + " whole file instead.")
                                    .formatted(
                                            run.label(), run.state(), run.validateOnly() ? " and only validated" : ""))
                    .about(run.id());
        }
        requireNoReplayUnderWay(connection, run);
    }
}
