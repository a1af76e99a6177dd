package telco.usage.publish;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import telco.usage.jdbc.Sql;
import telco.usage.run.Amount;
import telco.usage.stage.Stage;
import telco.usage.warehouse.RunDays;
import telco.usage.warehouse.UsageDays;

/** The days of a stage that were built as a whole, because the warehouse had none of their rows when they were staged. */
final class BuiltDays {

    private final Stage stage;

    BuiltDays(Stage stage) {
        this.stage = stage;
    }

    /**
     * Turns days that another run has published since into rows to be merged, and so what they add to the rollup.
     *
     * @param existing the days that the warehouse has, read under its lock
     * @return how many they were
     */
    int mergeThoseThatAppeared(Connection connection, Set<LocalDate> existing) throws SQLException {
        List<LocalDate> appeared = new ArrayList<>(stage.builtDays(connection));
        appeared.retainAll(existing);
        for (LocalDate day : appeared) {
            merge(connection, day);
        }
        return appeared.size();
    }

    private void merge(Connection connection, LocalDate day) throws SQLException {
        String built = stage.dayTable(day);
        // How many events each day and class has does not depend on whether they are merged.
        Sql.of("""
                        insert into %s
                            (merged, month, event_type, rate_plan_id, customer_id,
                             event_count, total_duration, total_charge, event_days)
                        select kind.merged, month, event_type, rate_plan_id, customer_id, sum(kind.factor),
                               sum(kind.factor * coalesce(duration::numeric, 0)),
                               sum(kind.factor * coalesce(charge, 0)), ingest.day_bit(month, date '%s')
                        from %s
                        cross join (values (false, -1), (true, 1)) kind (merged, factor)
                        group by kind.merged, month, event_type, rate_plan_id, customer_id
                        """.formatted(stage.rollupTable(), day, built)).update(connection);
        stage.createForMerge(connection, day);
        // Their records are not at hand; a number below zero says so.
        Sql.of("""
                        insert into %s
                            (record_number, repeated, customer_id, event_start_time, event_type, rate_plan_id, billing_flag_one,
                             billing_flag_two, duration, charge, month, event_uuid)
                        select -row_number() over (), false, customer_id, event_start_time, event_type, rate_plan_id,
                               billing_flag_one, billing_flag_two, duration, charge, month, event_uuid
                        from %s
                        """.formatted(stage.mergeTable(day), built)).update(connection);
        Sql.of("drop table " + built).update(connection);
    }

    /** What the days hold, as it was added up while they were built. */
    Amount amount(Connection connection) throws SQLException {
        return Sql.of("""
                        select coalesce(sum(event_count), 0)::bigint as events, coalesce(sum(total_charge), 0) as charge,
                               coalesce(sum(total_duration), 0) as duration
                        from %s
                        where not merged
                        """.formatted(stage.rollupTable()))
                .one(
                        connection,
                        row -> new Amount(
                                row.getLong("events"), row.getBigDecimal("charge"), row.getBigDecimal("duration")));
    }

    /** Makes the days visible, with the transaction. */
    void attach(Connection connection) throws SQLException {
        for (LocalDate day : stage.builtDays(connection)) {
            UsageDays.attach(connection, stage.dayTable(day), day);
            RunDays.record(connection, stage.runId(), day);
        }
    }
}
