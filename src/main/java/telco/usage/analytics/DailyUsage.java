package telco.usage.analytics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import telco.usage.jdbc.Sql;

/** Usage by UTC day and event type. */
record DailyUsage(DaySelection selection) implements Report<DailyRow> {

    @Override
    public Sql rows(long offset, Integer limit) {
        return Sql.of("""
                select day, service_type, event_count, total_duration, total_charge
                from public.analytics_daily_usage
                where day >= coalesce(?::date, '-infinity')
                  and day <= coalesce(?::date, 'infinity')
                  and (?::text is null or service_type = ?)
                order by day, service_type collate "C"
                offset ?
                limit ?::integer
                """, selection.first(), selection.last(), selection.type(), selection.type(), offset, limit);
    }

    @Override
    public DailyRow row(ResultSet row) throws SQLException {
        return new DailyRow(
                row.getObject("day", LocalDate.class),
                row.getString("service_type"),
                row.getLong("event_count"),
                Quantity.duration(row),
                Quantity.charge(row));
    }

    @Override
    public List<String> columns() {
        return List.of("day", "serviceType", "eventCount", "totalDuration", "totalCharge");
    }

    @Override
    public List<Object> cells(DailyRow row) {
        return List.of(
                row.day(),
                row.serviceType(),
                row.eventCount(),
                row.totalDuration(),
                Quantity.number(row.totalCharge()));
    }
}
