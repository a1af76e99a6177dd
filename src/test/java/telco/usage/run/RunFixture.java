package telco.usage.run;

import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;

/** Puts runs into the history as if they had been worked off. None of them waits for a worker. */
@Singleton
public class RunFixture {

    private final Database database;

    RunFixture(Database database) {
        this.database = database;
    }

    /** A run in this state, without steps, findings or rejects. */
    public int run(RunState state, RunTrigger trigger) {
        return database.fromTransaction(
                connection -> Sql.of("""
                        insert into ingest.run
                            (state, trigger, file_name, file_path, size_bytes, force, validate_only, requested_at,
                             available_at)
                        values (?, ?, 'usage.csv', '/secret/folder/usage.csv', 123, false, false,
                                timestamptz '2016-03-27 03:00:00+03', clock_timestamp())
                        returning id
                        """, state, trigger).one(connection, row -> row.getInt("id")));
    }

    /** Everything that a report can show, but an error. */
    public int finishedRun() {
        int id = run(RunState.SUCCEEDED_WITH_WARNINGS, RunTrigger.CLI);
        database.inTransaction(connection -> {
            Sql.of("""
                            update ingest.run
                            set sha256 = 'abc', attempt = 1, bytes_read = 123, rows_read = 4,
                                started_at = requested_at + interval '1 second',
                                finished_at = requested_at + interval '3.5 seconds',
                                published_at = requested_at + interval '3 seconds'
                            where id = ?
                            """, id).update(connection);
            Sql.of("""
                            insert into ingest.run_step (run_id, name, state, started_at, finished_at)
                            values (?, 'LOAD', 'SUCCEEDED', timestamptz '2016-03-27 00:00:01Z',
                                    timestamptz '2016-03-27 00:00:02.2Z')
                            """, id).update(connection);
            Sql.of("""
                            insert into ingest.run_tally (run_id, disposition, row_count, charge, duration)
                            values (?, 'READ', 4, 9489.841753, 12.50), (?, 'LOADED', 3, 9486.014608, 12.5),
                                   (?, 'REJECTED', 1, 3.827145, 0)
                            """, id, id, id).update(connection);
            Sql.of("""
                            insert into ingest.finding (run_id, check_name, severity, found, checked, message)
                            values (?, 'missing_customer_id', 'WARNING', 3, 4, 'Three customers are missing.')
                            """, id).update(connection);
        });
        return id;
    }

    void forgetDurations(int id) {
        database.inTransaction(connection -> Sql.of("update ingest.run_tally set duration = null where run_id = ?", id)
                .update(connection));
    }

    /** Nobody finds it at work any more. */
    void end(int id) {
        database.inTransaction(connection -> Sql.of("update ingest.run set state = 'CANCELLED' where id = ?", id)
                .update(connection));
    }

    void fail(int id) {
        database.inTransaction(connection -> {
            Sql.of("""
                            update ingest.run
                            set state = 'FAILED', error_code = 'TOO_MANY_REJECTS', error_message = 'Half of it is bad.'
                            where id = ?
                            """, id).update(connection);
        });
    }

    public void reject(int runId, long number, String record) {
        reject(runId, number, record.getBytes(StandardCharsets.UTF_8), 0);
    }

    /** A reject of which {@code missing} bytes were not kept. */
    public void reject(int runId, long number, byte[] record, int missing) {
        database.inTransaction(connection -> {
            Sql.of(
                            """
                            insert into ingest.reject
                                (run_id, record_number, line_number, byte_offset, reason, column_name, message, charge,
                                 record, record_bytes)
                            values (?, ?, ?, ?, 'BAD_CHARGE', 'charge', 'charge is no number', ?, ?, ?)
                            """,
                            runId,
                            number,
                            number + 1,
                            number * 10,
                            new BigDecimal("0.50000000"),
                            record,
                            record.length + missing)
                    .update(connection);
            Sql.of("""
                            insert into ingest.reject_total as t (run_id, reason, state, row_count, stored_count, charge)
                            values (?, 'BAD_CHARGE', 'OPEN', 1, 1, 0.5)
                            on conflict (run_id, reason, state) do update
                            set row_count = t.row_count + 1, stored_count = t.stored_count + 1, charge = t.charge + 0.5
                            """, runId).update(connection);
        });
    }
}
