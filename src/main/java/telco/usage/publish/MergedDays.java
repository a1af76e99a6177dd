package telco.usage.publish;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import telco.usage.jdbc.Sql;
import telco.usage.run.Amount;
import telco.usage.run.Disposition;
import telco.usage.run.Tally;
import telco.usage.stage.Stage;
import telco.usage.warehouse.ExactSum;
import telco.usage.warehouse.RunDays;
import telco.usage.warehouse.UsageDays;

/**
 * The rows of a stage that are to be merged into days that exist, and what becomes of them. Day by day, for a day's rows
 * fit into memory and lie in the order of the key: nothing of the file's size is sorted, and rows go straight into their
 * partition.
 */
final class MergedDays {

    /** What a staged row can be other than loaded. */
    static final List<Disposition> EXCEPTIONS =
            List.of(Disposition.DUPLICATE_IN_FILE, Disposition.DUPLICATE_IN_WAREHOUSE, Disposition.CONFLICTING);

    private final Stage stage;
    private final int runId;
    private final List<LocalDate> days;

    MergedDays(Stage stage, int runId, List<LocalDate> days) {
        this.stage = stage;
        this.runId = runId;
        this.days = days;
    }

    List<LocalDate> days() {
        return days;
    }

    /**
     * Makes the days that the warehouse lacks: they have been retired since their rows were staged.
     *
     * @param existing the days that the warehouse has, read under its lock
     */
    void requireDays(Connection connection, Set<LocalDate> existing) throws SQLException {
        for (LocalDate day : days) {
            if (!existing.contains(day)) {
                UsageDays.createDetached(connection, stage.dayTable(day), day);
                UsageDays.finishDetached(connection, stage.dayTable(day));
                UsageDays.attach(connection, stage.dayTable(day), day);
            }
        }
    }

    /** What there is of each kind of exception. */
    Tally exceptions(Connection connection) throws SQLException {
        Tally tally = Tally.NOTHING;
        for (Disposition disposition : EXCEPTIONS) {
            Sql exceptions = Sql.of("""
                    select count(*) as found, coalesce(sum(charge), 0) as charge, coalesce(sum(duration), 0) as duration
                    from %s
                    where disposition = ?
                    """.formatted(stage.exceptionTable()), disposition);
            tally = tally.with(disposition, amount(connection, exceptions));
        }
        return tally;
    }

    /** Takes back what the exceptions have added to the stage's totals, so that they are those of the new rows alone. */
    void takeBackExceptions(Connection connection) throws SQLException {
        for (LocalDate day : daysOf(connection, EXCEPTIONS)) {
            takeBackFromRollup(connection, day);
            takeBackFromDay(connection, day);
        }
        for (LocalDate day : daysOf(connection, List.of(Disposition.CONFLICTING))) {
            takeBackDay(connection, day);
        }
    }

    private void takeBackFromRollup(Connection connection, LocalDate day) throws SQLException {
        Sql.of("""
                        insert into %s
                            (merged, month, event_type, rate_plan_id, customer_id,
                             event_count, total_duration, total_charge)
                        select true, s.month, s.event_type, s.rate_plan_id, s.customer_id, -count(*),
                               -coalesce(sum(s.duration::numeric), 0), -coalesce(sum(s.charge), 0)
                        from %s e
                        join %s s on s.record_number = e.record_number
                        where e.day = date '%s'
                        group by s.month, s.event_type, s.rate_plan_id, s.customer_id
                        """.formatted(stage.rollupTable(), stage.exceptionTable(), stage.mergeTable(day), day))
                .update(connection);
    }

    private void takeBackFromDay(Connection connection, LocalDate day) throws SQLException {
        Sql.of("""
                        insert into %s
                            (day, month, event_type, charge_class, duration_class,
                             event_count, total_duration, total_charge)
                        select e.day, s.month, s.event_type, ingest.charge_class(s.charge),
                               ingest.duration_class(s.duration), -count(*), -coalesce(sum(s.duration::numeric), 0),
                               -coalesce(sum(s.charge), 0)
                        from %s e
                        join %s s on s.record_number = e.record_number
                        where e.day = date '%s'
                        group by 1, 2, 3, 4, 5
                        """.formatted(stage.dayTotalTable(), stage.exceptionTable(), stage.mergeTable(day), day))
                .update(connection);
    }

    /**
     * A duplicate was on its day in the group of the row that it equals. A conflicting row may be in another month than the
     * row that was there first, and have been the only one of its group on this day.
     */
    private void takeBackDay(Connection connection, LocalDate day) throws SQLException {
        Sql.of("""
                        insert into %s
                            (merged, month, event_type, rate_plan_id, customer_id,
                             event_count, total_duration, total_charge, absent_days)
                        select distinct true, s.month, s.event_type, s.rate_plan_id, s.customer_id, 0, 0, 0,
                               ingest.day_bit(s.month, e.day)
                        from %s e
                        join %s s on s.record_number = e.record_number
                        where e.day = date '%s' and e.disposition = 'CONFLICTING'
                          and not exists (
                              select from %s f
                              where f.customer_id = s.customer_id and f.month = s.month
                                and f.event_type = s.event_type
                                and f.rate_plan_id is not distinct from s.rate_plan_id)
                        """.formatted(
                        stage.rollupTable(), stage.exceptionTable(), stage.mergeTable(day), day, UsageDays.table(day)))
                .update(connection);
    }

    /** The new rows by the stage's rollup: what inserting them is to add up to. */
    Amount expected(Connection connection) throws SQLException {
        return amount(connection, Sql.of("""
                select coalesce(sum(event_count), 0)::bigint as found, coalesce(sum(total_charge), 0) as charge,
                       coalesce(sum(total_duration), 0) as duration
                from %s
                where merged
                """.formatted(stage.rollupTable())));
    }

    /** Inserts the day's new rows, and returns what the database says it inserted. */
    Amount insert(Connection connection, LocalDate day) throws SQLException {
        Amount inserted = amount(connection, Sql.of("""
                    with inserted as (
                        insert into %s
                            (customer_id, event_start_time, event_type, rate_plan_id, billing_flag_one,
                             billing_flag_two, duration, charge, month, event_uuid, run_id)
                        select s.customer_id, s.event_start_time, s.event_type, s.rate_plan_id, s.billing_flag_one,
                               s.billing_flag_two, s.duration, s.charge, s.month, s.event_uuid, %d
                        from %s s
                        where not exists (
                            select from %s e where e.day = date '%s' and e.record_number = s.record_number)
                        returning charge, duration
                    )
                    select count(*) as found, coalesce(sum(charge), 0) as charge, %s as duration
                    from inserted
                    """.formatted(
                UsageDays.table(day), runId, stage.mergeTable(day), stage.exceptionTable(), day, ExactSum.DURATION)));
        if (inserted.rows() > 0) {
            RunDays.record(connection, runId, day);
        }
        return inserted;
    }

    private static Amount amount(Connection connection, Sql query) throws SQLException {
        return query.one(
                connection,
                row -> new Amount(row.getLong("found"), row.getBigDecimal("charge"), row.getBigDecimal("duration")));
    }

    /** True when a row that conflicts has no record at hand to be kept aside. */
    boolean lacksConflictingRecord(Connection connection) throws SQLException {
        // Only rows of a day that appeared meanwhile have lost theirs, and their numbers are below zero.
        return Sql.of("""
                        select exists (
                            select from %s where disposition = 'CONFLICTING' and record_number < 0) as lacks
                        """.formatted(stage.exceptionTable())).one(connection, row -> row.getBoolean("lacks"));
    }

    /**
     * Keeps conflicting rows as rejects, with their untouched records.
     *
     * @param most how many records there is room for
     * @return how many were stored
     */
    long keepConflictsAside(Connection connection, long most) throws SQLException {
        long stored = 0;
        for (LocalDate day : daysOf(connection, List.of(Disposition.CONFLICTING))) {
            stored += Sql.of("""
                            insert into ingest.reject
                                (run_id, record_number, line_number, byte_offset, reason, column_name, message, charge,
                                 record, record_bytes, customer_id)
                            select ?, s.record_number, s.line_number, s.byte_offset, 'KEY_CONFLICT', null,
                                   'customer, time, type, plan and charge are those of a row that was there first, but'
                                       || ' flags, duration or month differ',
                                   e.charge, s.record, length(s.record), s.customer_id
                            from %s e
                            join %s s on s.record_number = e.record_number
                            where e.day = date '%s' and e.disposition = 'CONFLICTING'
                            order by s.record_number
                            limit ?
                            """.formatted(stage.exceptionTable(), stage.mergeTable(day), day), runId, most - stored)
                    .update(connection);
        }
        return stored;
    }

    /** The days that have exceptions of these kinds. */
    private List<LocalDate> daysOf(Connection connection, List<Disposition> kinds) throws SQLException {
        return Sql.of(
                        "select distinct day from " + stage.exceptionTable()
                                + " where disposition = any (?) order by day",
                        kinds.stream().map(Disposition::name).toList())
                .list(connection, row -> row.getObject("day", LocalDate.class));
    }
}
