package telco.usage.publish;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import telco.usage.jdbc.Sql;
import telco.usage.run.Amount;
import telco.usage.run.Disposition;
import telco.usage.run.Tally;
import telco.usage.stage.Stage;
import telco.usage.warehouse.Rollup;
import telco.usage.warehouse.UsageDays;

/**
 * The rows of a stage that are to be merged into days that exist, told apart: which are new, which are duplicates, which
 * contradict a row that was there first. Only the exceptions are written down; every row without one is new.
 *
 * <p>Day by day, for a day's rows fit into memory and lie in the order of the key: nothing of the file's size is sorted,
 * and rows go straight into their partition.
 */
final class MergedDays {

    /** What a staged row can be other than loaded. */
    static final List<Disposition> EXCEPTIONS =
            List.of(Disposition.DUPLICATE_IN_FILE, Disposition.DUPLICATE_IN_WAREHOUSE, Disposition.CONFLICTING);

    private final Stage stage;
    private final int runId;
    private final List<LocalDate> days;

    private MergedDays(Stage stage, int runId, List<LocalDate> days) {
        this.stage = stage;
        this.runId = runId;
        this.days = days;
    }

    /**
     * Finds the exceptions of all days of the stage. Of all rows with one identity one is kept: the warehouse's, or else
     * the first of the file. A row equal to the kept one is a duplicate, of the warehouse where that has it and no earlier
     * record was equal, else of the file; any other is a conflict.
     */
    static MergedDays classify(Connection connection, Stage stage, int runId) throws SQLException {
        MergedDays merged = new MergedDays(stage, runId, stage.daysToMerge(connection));
        // Comparing a day wants memory, for this transaction only.
        Sql.of("set local work_mem = '64MB'").update(connection);
        Sql.of("""
                        create temporary table exception (
                            day date not null,
                            record_number bigint not null,
                            disposition text not null,
                            charge numeric not null
                        ) on commit drop
                        """).update(connection);
        merged.requireDays(connection);
        for (LocalDate day : merged.days) {
            merged.classify(connection, day);
        }
        return merged;
    }

    /** A day may have been retired since it was staged. */
    private void requireDays(Connection connection) throws SQLException {
        Set<LocalDate> existing = new HashSet<>(UsageDays.existing(connection));
        for (LocalDate day : days) {
            if (!existing.contains(day)) {
                UsageDays.createDetached(connection, stage.dayTable(day));
                UsageDays.finishDetached(connection, stage.dayTable(day), day);
                UsageDays.attach(connection, stage.dayTable(day), day);
            }
        }
    }

    /** Only rows that are not alone with their identity are looked at closely: in a usual file few are. */
    private void classify(Connection connection, LocalDate day) throws SQLException {
        Sql.of("""
                        insert into exception (day, record_number, disposition, charge)
                        with suspicious as (
                            select s.record_number, s.event_start_time, s.event_uuid, s.charge, s.billing_flag_one,
                                   s.billing_flag_two, s.duration, s.month,
                                   w.event_uuid is not null as in_warehouse,
                                   (s.billing_flag_one, s.billing_flag_two, s.duration, s.month) is not distinct from
                                       (w.billing_flag_one, w.billing_flag_two, w.duration, w.month) as equals_warehouse
                            from %1$s s
                            left join %2$s w
                                on w.event_start_time = s.event_start_time and w.event_uuid = s.event_uuid
                            where w.event_uuid is not null
                               or (s.event_start_time, s.event_uuid) in (
                                   select event_start_time, event_uuid from %1$s where repeated)
                        ),
                        compared as (
                            select record_number, event_start_time, event_uuid, charge, in_warehouse,
                                   case
                                       when in_warehouse then equals_warehouse
                                       else (billing_flag_one, billing_flag_two, duration, month)
                                           is not distinct from
                                           (first_value(billing_flag_one) over one_identity,
                                            first_value(billing_flag_two) over one_identity,
                                            first_value(duration) over one_identity,
                                            first_value(month) over one_identity)
                                   end as equals_kept
                            from suspicious
                            window one_identity as (
                                partition by event_start_time, event_uuid order by record_number)
                        ),
                        classified as (
                            select record_number, coalesce(charge, 0) as charge,
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
                        select ?::date, record_number, disposition, charge
                        from classified
                        where disposition <> 'LOADED'
                        """.formatted(stage.mergeTable(day), UsageDays.table(day)), day.toString())
                .update(connection);
    }

    /** Rows and charge of each kind of exception. */
    Tally exceptions(Connection connection) throws SQLException {
        Tally tally = Tally.NOTHING;
        for (Disposition disposition : EXCEPTIONS) {
            tally = tally.with(
                    disposition,
                    Sql.of("""
                                    select count(*) as found, coalesce(sum(charge), 0) as charge
                                    from exception
                                    where disposition = ?
                                    """, disposition)
                            .one(connection, row -> new Amount(row.getLong("found"), row.getBigDecimal("charge"))));
        }
        return tally;
    }

    /** What {@link #insert} would load. */
    Amount withoutException(Connection connection) throws SQLException {
        Amount sum = Amount.NONE;
        for (LocalDate day : days) {
            sum = sum.plus(amount(
                    connection,
                    "select count(*) as found, coalesce(sum(charge), 0) as charge from (" + newRows(day, "s.charge")
                            + ") new_rows"));
        }
        return sum;
    }

    /** Inserts the new rows into their days, adds them to the rollup, and returns what the database says it inserted. */
    Amount insert(Connection connection) throws SQLException {
        Amount sum = Amount.NONE;
        StringBuilder inserted = new StringBuilder();
        for (LocalDate day : days) {
            sum = sum.plus(amount(connection, """
                    with inserted as (
                        insert into %s
                            (customer_id, event_start_time, event_type, rate_plan_id, billing_flag_one,
                             billing_flag_two, duration, charge, month, event_uuid, run_id)
                        %s
                        returning charge
                    )
                    select count(*) as found, coalesce(sum(charge), 0) as charge
                    from inserted
                    """.formatted(UsageDays.table(day), newRows(day, """
                            s.customer_id, s.event_start_time, s.event_type, s.rate_plan_id, s.billing_flag_one,
                            s.billing_flag_two, s.duration, s.charge, s.month, s.event_uuid, %d
                            """.formatted(runId)))));
            inserted.append(inserted.isEmpty() ? "" : "union all ")
                    .append(newRows(day, "s.month, s.event_type, s.rate_plan_id, s.customer_id, s.duration, s.charge"));
        }
        if (!days.isEmpty()) {
            Rollup.add(connection, Sql.of(inserted.toString()));
        }
        return sum;
    }

    private String newRows(LocalDate day, String columns) {
        return """
                select %s
                from %s s
                where not exists (
                    select from exception e where e.day = date '%s' and e.record_number = s.record_number)
                """.formatted(columns, stage.mergeTable(day), day);
    }

    private static Amount amount(Connection connection, String query) throws SQLException {
        return Sql.of(query).one(connection, row -> {
            BigDecimal charge = row.getBigDecimal("charge");
            return new Amount(row.getLong("found"), charge);
        });
    }

    /** True when a row that conflicts has no record at hand to be kept aside. */
    boolean lacksConflictingRecord(Connection connection) throws SQLException {
        // Only rows of a day that appeared meanwhile have lost theirs, and their numbers are below zero.
        return Sql.of("""
                        select exists (
                            select from exception where disposition = 'CONFLICTING' and record_number < 0) as lacks
                        """).one(connection, row -> row.getBoolean("lacks"));
    }

    /** Keeps conflicting rows as rejects, with their untouched records. */
    void keepConflictsAside(Connection connection) throws SQLException {
        List<LocalDate> conflicting = Sql.of("select distinct day from exception where disposition = 'CONFLICTING'")
                .list(connection, row -> row.getObject("day", LocalDate.class));
        for (LocalDate day : conflicting) {
            Sql.of("""
                            insert into ingest.reject
                                (run_id, record_number, line_number, byte_offset, reason, column_name, message, charge,
                                 record, record_bytes)
                            select ?, s.record_number, s.line_number, s.byte_offset, 'KEY_CONFLICT', null,
                                   'customer, time, type, plan and charge are those of a row that was there first, but'
                                       || ' flags, duration or month differ',
                                   e.charge, s.record, length(s.record)
                            from exception e
                            join %s s on s.record_number = e.record_number
                            where e.day = date '%s' and e.disposition = 'CONFLICTING'
                            """.formatted(stage.mergeTable(day), day), runId).update(connection);
        }
    }
}
