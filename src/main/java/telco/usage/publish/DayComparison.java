package telco.usage.publish;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import telco.usage.jdbc.Sql;
import telco.usage.stage.Stage;
import telco.usage.warehouse.UsageDays;

/**
 * Tells the staged rows of a day apart: which are new, which are duplicates, which contradict a row that was there first.
 * Only the exceptions are written down; every row without one is new.
 */
final class DayComparison {

    private final Stage stage;

    DayComparison(Stage stage) {
        this.stage = stage;
    }

    /**
     * Finds the exceptions of a day. Of all rows with one identity one is kept: the warehouse's, or else the first of the
     * file. A row equal to the kept one is a duplicate, of the warehouse where that has it and no earlier record was equal,
     * else of the file; any other is a conflict.
     *
     * <p>Only rows that are not alone with their identity are looked at closely: in a usual file few are.
     */
    void findExceptions(Connection connection, LocalDate day) throws SQLException {
        // Comparing a day wants memory, for this transaction only.
        Sql.of("set local work_mem = '64MB'").update(connection);
        Sql.of("""
                        insert into %3$s (day, record_number, disposition, charge, duration)
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
                            select record_number, event_start_time, event_uuid, charge, duration, in_warehouse,
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
                                   coalesce(duration::numeric, 0) as duration,
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
                        select ?::date, record_number, disposition, charge, duration
                        from classified
                        where disposition <> 'LOADED'
                        """.formatted(stage.mergeTable(day), UsageDays.table(day), stage.exceptionTable()), day.toString())
                .update(connection);
    }
}
