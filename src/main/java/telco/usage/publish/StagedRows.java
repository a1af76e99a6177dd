package telco.usage.publish;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import telco.usage.jdbc.Sql;
import telco.usage.run.Amount;
import telco.usage.run.Disposition;
import telco.usage.run.Tally;
import telco.usage.stage.Stage;

/**
 * The rows of a stage that are to be merged into days that exist, told apart: which are new, which are duplicates, which contradict a row that was there first. Only
 * the exceptions are written down; every row without one is new.
 */
final class StagedRows {

    /** What a staged row can be other than loaded. */
    static final List<Disposition> EXCEPTIONS =
            List.of(Disposition.DUPLICATE_IN_FILE, Disposition.DUPLICATE_IN_WAREHOUSE, Disposition.CONFLICTING);

    private static final String WITHOUT_EXCEPTION =
            "not exists (select from exception e where e.record_number = s.record_number)";

    private final Stage stage;
    private final int runId;

    StagedRows(Stage stage, int runId) {
        this.stage = stage;
        this.runId = runId;
    }

    /**
     * Finds the exceptions. Of all rows with one identity one is kept: the warehouse's, or else the first of the file. A
     * row equal to the kept one is a duplicate, of the warehouse where that has it and no earlier record was equal, else
     * of the file; any other is a conflict.
     */
    void classify(Connection connection) throws SQLException {
        // Sorting a file's rows by key wants memory, for this transaction only.
        Sql.of("set local work_mem = '64MB'").update(connection);
        Sql.of("""
                        create temporary table exception on commit drop as
                        with warehouse as (
                            select event_start_time, event_uuid, billing_flag_one, billing_flag_two, duration, month
                            from public.telco_billings_usage
                            where event_start_time >= (select min(event_start_time) from %1$s)
                              and event_start_time <= (select max(event_start_time) from %1$s)
                        ),
                        compared as (
                            select s.record_number, s.event_start_time, s.event_uuid,
                                   w.event_uuid is not null as in_warehouse,
                                   case
                                       when w.event_uuid is not null
                                           then (s.billing_flag_one, s.billing_flag_two, s.duration, s.month)
                                               is not distinct from
                                               (w.billing_flag_one, w.billing_flag_two, w.duration, w.month)
                                       else (s.billing_flag_one, s.billing_flag_two, s.duration, s.month)
                                           is not distinct from
                                           (first_value(s.billing_flag_one) over one_identity,
                                            first_value(s.billing_flag_two) over one_identity,
                                            first_value(s.duration) over one_identity,
                                            first_value(s.month) over one_identity)
                                   end as equals_kept
                            from %1$s s
                            left join warehouse w
                                on w.event_start_time = s.event_start_time and w.event_uuid = s.event_uuid
                            window one_identity as (
                                partition by s.event_start_time, s.event_uuid order by s.record_number)
                        ),
                        classified as (
                            select record_number,
                                   case
                                       when not equals_kept then 'CONFLICTING'
                                       when row_number() over (
                                           partition by event_start_time, event_uuid, equals_kept
                                           order by record_number) > 1 then 'DUPLICATE_IN_FILE'
                                       when in_warehouse then 'DUPLICATE_IN_WAREHOUSE'
                                       else 'LOADED'
                                   end as disposition
                            from compared
                        )
                        select record_number, disposition
                        from classified
                        where disposition <> 'LOADED'
                        """.formatted(stage.table())).update(connection);
        Sql.of("analyze exception").update(connection);
    }

    /** Rows and charge of each kind of exception. */
    Tally exceptions(Connection connection) throws SQLException {
        Tally tally = Tally.NOTHING;
        for (Disposition disposition : EXCEPTIONS) {
            tally = tally.with(
                    disposition,
                    Sql.of("""
                                    select count(*) as found, coalesce(sum(s.charge), 0) as charge
                                    from exception e
                                    join %s s on s.record_number = e.record_number
                                    where e.disposition = ?
                                    """.formatted(stage.table()), disposition)
                            .one(connection, row -> new Amount(row.getLong("found"), row.getBigDecimal("charge"))));
        }
        return tally;
    }

    /** What {@link #insert} would load. */
    Amount withoutException(Connection connection) throws SQLException {
        return Sql.of("select count(*) as found, coalesce(sum(s.charge), 0) as charge from %s s where %s"
                        .formatted(stage.table(), WITHOUT_EXCEPTION))
                .one(connection, row -> new Amount(row.getLong("found"), row.getBigDecimal("charge")));
    }

    /** Inserts the new rows into the facts and returns what the database says it inserted. */
    Amount insert(Connection connection) throws SQLException {
        return Sql.of("""
                        with inserted as (
                            insert into public.telco_billings_usage
                                (customer_id, event_start_time, event_type, rate_plan_id, billing_flag_one,
                                 billing_flag_two, duration, charge, month, event_uuid, run_id)
                            select s.customer_id, s.event_start_time, s.event_type, s.rate_plan_id, s.billing_flag_one,
                                   s.billing_flag_two, s.duration, s.charge, s.month, s.event_uuid, ?
                            from %s s
                            where %s
                            order by s.event_start_time, s.event_uuid
                            returning charge
                        )
                        select count(*) as loaded, coalesce(sum(charge), 0) as charge
                        from inserted
                        """.formatted(stage.table(), WITHOUT_EXCEPTION), runId)
                .one(connection, row -> new Amount(row.getLong("loaded"), row.getBigDecimal("charge")));
    }

    /** A query for what was inserted, with the columns that the rollup wants. */
    Sql inserted() {
        return Sql.of("""
                select s.month, s.event_type, s.rate_plan_id, s.customer_id, s.duration, s.charge
                from %s s
                where %s
                """.formatted(stage.table(), WITHOUT_EXCEPTION));
    }

    /** True when a row that conflicts has no record at hand to be kept aside. */
    boolean lacksConflictingRecord(Connection connection) throws SQLException {
        return Sql.of("""
                        select exists (
                            select
                            from exception e
                            join %s s on s.record_number = e.record_number
                            where e.disposition = 'CONFLICTING' and s.record is null) as lacks
                        """.formatted(stage.table())).one(connection, row -> row.getBoolean("lacks"));
    }

    /** Keeps conflicting rows as rejects, with their untouched records. */
    void keepConflictsAside(Connection connection) throws SQLException {
        Sql.of("""
                        insert into ingest.reject
                            (run_id, record_number, line_number, byte_offset, reason, column_name, message, charge,
                             record, record_bytes)
                        select ?, s.record_number, s.line_number, s.byte_offset, 'KEY_CONFLICT', null,
                               'customer, time, type, plan and charge are those of a row that was there first, but flags,'
                                   || ' duration or month differ',
                               coalesce(s.charge, 0), s.record, length(s.record)
                        from exception e
                        join %s s on s.record_number = e.record_number
                        where e.disposition = 'CONFLICTING'
                        """.formatted(stage.table()), runId).update(connection);
    }
}
