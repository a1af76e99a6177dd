package telco.usage.retention;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import telco.usage.jdbc.Sql;
import telco.usage.warehouse.UsageDays;

/**
 * Rows of one UTC day and one billing month that go. What is planned and what is recorded are both made of these, so that
 * they can be compared.
 *
 * @param month the billing month; of a day without rows the one that it is in
 * @param bytes what the day's table has on disk, with the month that has most of its rows; 0 when the day stays
 * @param wholeDay true when the day goes with its table
 */
record Departure(LocalDate day, String month, long rows, long bytes, boolean wholeDay) {

    /** What goes with these days. Counts what is added up, not the facts. */
    static List<Departure> ofWholeDays(Connection connection, List<LocalDate> days) throws SQLException {
        List<String> texts = days.stream().map(LocalDate::toString).toList();
        List<String> tables = days.stream().map(UsageDays::table).toList();
        return Sql.of("""
                        select d.day, coalesce(u.month, to_char(d.day, 'YYYY-MM')) as month,
                               coalesce(u.event_count, 0)::bigint as event_count, true as whole_day,
                               case when row_number() over (partition by d.day order by u.event_count desc, u.month) = 1
                                    then coalesce(pg_total_relation_size(to_regclass(d.table_name)), 0)
                                    else 0
                               end as bytes
                        from unnest(?::date[], ?::text[]) as d (day, table_name)
                        left join (
                            select day, month, sum(event_count) as event_count
                            from ingest.usage_by_day
                            group by day, month
                        ) u on u.day = d.day
                        order by d.day, month
                        """, texts, tables).list(connection, Departure::read);
    }

    /** What goes of the day that {@code keepFrom} cuts, counted in its one partition. */
    static List<Departure> ofBoundaryDay(Connection connection, Instant keepFrom) throws SQLException {
        LocalDate day = keepFrom.atOffset(ZoneOffset.UTC).toLocalDate();
        return Sql.of("""
                        select ?::date as day, month, count(*) as event_count, false as whole_day, 0::bigint as bytes
                        from public.telco_billings_usage
                        where event_start_time >= ? and event_start_time < ?
                        group by month
                        order by month
                        """, day.toString(), UsageDays.start(day), keepFrom).list(connection, Departure::read);
    }

    private static Departure read(ResultSet row) throws SQLException {
        return new Departure(
                row.getObject("day", LocalDate.class),
                row.getString("month"),
                row.getLong("event_count"),
                row.getLong("bytes"),
                row.getBoolean("whole_day"));
    }

    /** How many rows all of them are. */
    static long rows(List<Departure> departures) {
        return departures.stream().mapToLong(Departure::rows).sum();
    }
}
