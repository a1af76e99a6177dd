package telco.usage.run;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import telco.usage.audit.AuditLog;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;

/** The runs as every door sees them: submit one, look at them. */
@Singleton
public final class Runs {

    private final Database database;
    private final RunConfig config;
    private final Clock clock;

    Runs(Database database, RunConfig config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Which runs to list: null means any.
     *
     * @param before only runs with a smaller id, to page on
     */
    public record Selection(RunState state, RunTrigger trigger, Integer before, int limit) {}

    /** Queues a run for {@code request}; empty when as many runs wait as RUN_QUEUE_LIMIT allows. */
    public Optional<Run> submit(RunRequest request) {
        return database.fromTransaction(connection -> submit(connection, request));
    }

    /** The same as part of the caller's transaction, which submits no other: the run exists when that commits. */
    public Optional<Run> submit(Connection connection, RunRequest request) throws SQLException {
        return submit(connection, request, Optional.empty());
    }

    /**
     * The same under a key; empty also when a request with that has a run, for which it waits to commit. A single statement
     * with the run's entry in the audit, so it needs no transaction to have both or neither.
     */
    Optional<Run> submit(Connection connection, RunRequest request, Optional<RequestKey> key) throws SQLException {
        Sql insert = insert(request, key);
        return request.act()
                .map(act -> AuditLog.with(insert, request.actor(), act.action(), act.detail()))
                .orElse(insert)
                .first(connection, RunReader::fresh);
    }

    private Sql insert(RunRequest request, Optional<RequestKey> key) {
        Run.Replay replay = request.replay();
        return Sql.of(
                """
                        insert into ingest.run
                            (state, trigger, file_name, file_path, size_bytes, force, validate_only, priority,
                             max_rejects, max_reject_ratio, replayed_run_id, replayed_rejects, left_rejects,
                             idempotency_key, request_digest, trace_parent, requested_at, available_at)
                        select ?, ?, ?, ?, ?, ?, ?, ?,
                               ?::bigint, ?::numeric, ?::integer, ?::bigint, ?::bigint,
                               ?::text, ?::text, ?::text, ?, clock_timestamp()
                        where ingest.queue_has_room(?)
                        on conflict (idempotency_key) where idempotency_key is not null do nothing
                        returning %s
                        """.formatted(RunReader.COLUMNS),
                RunState.QUEUED,
                request.trigger(),
                request.fileName(),
                request.file().toString(),
                request.sizeBytes(),
                request.force(),
                request.validateOnly(),
                request.priority().rank(),
                request.limits().maxRejects(),
                request.limits().maxRejectRatio(),
                replay == null ? null : replay.runId(),
                replay == null ? null : replay.rejects(),
                replay == null ? null : replay.left(),
                key.map(RequestKey::value).orElse(null),
                key.map(RequestKey::digest).orElse(null),
                TraceParent.current().map(TraceParent::value).orElse(null),
                clock.instant(),
                config.queueLimit());
    }

    /** The trace that the run's request belongs to; empty when it had none. */
    public Optional<TraceParent> traceParent(int id) {
        return database.withConnection(connection -> Sql.of("select trace_parent from ingest.run where id = ?", id)
                .first(
                        connection,
                        row -> Optional.ofNullable(row.getString("trace_parent"))
                                .map(TraceParent::new))
                .flatMap(found -> found));
    }

    /** Tells a worker where the run's file is now, as part of the transaction in which it moved. */
    public void relocate(Connection connection, int id, Path file) throws SQLException {
        Sql.of("update ingest.run set file_path = ? where id = ?", file.toString(), id)
                .update(connection);
    }

    /** Writes down that the run's rows have been taken out again, as part of the transaction that does it. */
    public void revert(Connection connection, int id, List<Finding> findings) throws SQLException {
        Sql.of("update ingest.run set state = 'REVERTED' where id = ?", id).update(connection);
        Sql.of("delete from ingest.run_day where run_id = ?", id).update(connection);
        RunJournal.add(connection, id, findings);
    }

    /** Adds something to know about a run that has ended, as part of the caller's transaction. */
    public void note(Connection connection, int id, Finding finding) throws SQLException {
        RunJournal.add(connection, id, List.of(finding));
    }

    public Optional<Run> find(int id) {
        return database.withConnection(connection -> find(connection, id));
    }

    /** Those of these runs that there are. */
    List<Run> find(List<Integer> ids) {
        return database.withConnection(connection -> RunReader.read(connection, ids));
    }

    public Optional<Run> find(Connection connection, int id) throws SQLException {
        return RunReader.read(connection, List.of(id)).stream().findFirst();
    }

    /** The run as it stays until the transaction ends: nobody claims, publishes, cancels or reverts it meanwhile. */
    public Run lock(Connection connection, int id) throws SQLException {
        Sql.of("select id from ingest.run where id = ? for no key update", id).one(connection, row -> row.getInt("id"));
        return find(connection, id).orElseThrow();
    }

    /** Newest first, without their checks and samples. */
    public List<Run> list(Selection selection) {
        return database.withConnection(connection -> {
            List<Integer> ids = Sql.of(
                            """
                            select id
                            from ingest.run
                            where (?::text is null or state = ?)
                              and (?::text is null or trigger = ?)
                              and (?::integer is null or id < ?)
                            order by id desc
                            limit ?
                            """,
                            selection.state(),
                            selection.state(),
                            selection.trigger(),
                            selection.trigger(),
                            selection.before(),
                            selection.before(),
                            selection.limit())
                    .list(connection, row -> row.getInt("id"));
            return RunReader.list(connection, ids);
        });
    }

    /** How many runs wait for a worker. */
    public long queued() {
        return database.withConnection(Runs::queued);
    }

    private static long queued(Connection connection) throws SQLException {
        return Sql.of("select count(*) as queued from ingest.run where state = 'QUEUED'")
                .one(connection, row -> row.getLong("queued"));
    }
}
