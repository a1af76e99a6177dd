package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import telco.usage.jdbc.Sql;

/** Events by day, month, type and classes of charge and duration, and the two dimensions that follow from it. */
final class DayTotals {

    private DayTotals() {}

    /** Adds new facts, from a table with the columns of {@code ingest.usage_by_day}; a group may come in parts. */
    static void add(Connection connection, String table) throws SQLException {
        Sql.of("""
                        insert into ingest.usage_by_day as u
                            (day, month, event_type, charge_class, duration_class, event_count, total_duration, total_charge)
                        select day, month, event_type, charge_class, duration_class, sum(event_count), sum(total_duration),
                               sum(total_charge)
                        from %s added
                        group by day, month, event_type, charge_class, duration_class
                        having sum(event_count) > 0
                        on conflict (day, month, event_type, charge_class, duration_class)
                        do update set
                            event_count = u.event_count + excluded.event_count,
                            total_duration = u.total_duration + excluded.total_duration,
                            total_charge = u.total_charge + excluded.total_charge
                        """.formatted(table)).update(connection);
        refreshDimensions(connection);
    }

    /** Forgets days of which all facts go. */
    static void forget(Connection connection, List<LocalDate> days) throws SQLException {
        Sql.of("delete from ingest.usage_by_day where day = any (?::date[])", texts(days))
                .update(connection);
    }

    /** Subtracts facts that go, from a table with the columns of {@code ingest.usage_by_day}. */
    static void subtract(Connection connection, String table) throws SQLException {
        Sql.of("""
                        delete from ingest.usage_by_day u
                        using %s d
                        where u.day = d.day and u.month = d.month and u.event_type = d.event_type
                          and u.charge_class = d.charge_class and u.duration_class = d.duration_class
                          and u.event_count = d.event_count
                        """.formatted(table)).update(connection);
        Sql.of("""
                        update ingest.usage_by_day u
                        set event_count = u.event_count - d.event_count,
                            total_duration = u.total_duration - d.total_duration,
                            total_charge = u.total_charge - d.total_charge
                        from %s d
                        where u.day = d.day and u.month = d.month and u.event_type = d.event_type
                          and u.charge_class = d.charge_class and u.duration_class = d.duration_class
                        """.formatted(table)).update(connection);
    }

    static void refreshDimensions(Connection connection) throws SQLException {
        Sql.of("select ingest.refresh_calendar(), ingest.refresh_service_types()")
                .first(connection, row -> null);
    }

    static List<String> texts(List<LocalDate> days) {
        return days.stream().map(LocalDate::toString).toList();
    }
}
