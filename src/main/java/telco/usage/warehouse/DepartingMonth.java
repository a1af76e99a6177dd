package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import telco.usage.jdbc.Sql;

/** What leaves a billing month when whole days go. */
final class DepartingMonth {

    private final String month;
    private final List<LocalDate> going;
    private final List<LocalDate> staying;
    private final boolean moreGoes;

    private record Part(String month, LocalDate day, long rows) {}

    private DepartingMonth(String month, List<Part> parts, List<LocalDate> days) {
        this.month = month;
        this.going = parts.stream().map(Part::day).filter(days::contains).toList();
        this.staying =
                parts.stream().map(Part::day).filter(day -> !days.contains(day)).toList();
        this.moreGoes = rows(parts, going) > rows(parts, staying);
    }

    private static long rows(List<Part> parts, List<LocalDate> days) {
        return parts.stream()
                .filter(part -> days.contains(part.day()))
                .mapToLong(Part::rows)
                .sum();
    }

    /** The months that have rows on these days. */
    static List<DepartingMonth> of(Connection connection, List<LocalDate> days) throws SQLException {
        Map<String, List<Part>> months = new TreeMap<>();
        Sql.of("""
                        select month, day, sum(event_count)::bigint as event_count
                        from ingest.usage_by_day
                        where month in (select month from ingest.usage_by_day where day = any (?::date[]))
                        group by month, day
                        order by month, day
                        """, DayTotals.texts(days))
                .list(
                        connection,
                        row -> new Part(
                                row.getString("month"),
                                row.getObject("day", LocalDate.class),
                                row.getLong("event_count")))
                .forEach(part -> months.computeIfAbsent(part.month(), each -> new ArrayList<>())
                        .add(part));
        return months.entrySet().stream()
                .map(each -> new DepartingMonth(each.getKey(), each.getValue(), days))
                .toList();
    }

    /** Takes it out of the rollup when all of it goes, else adds it to the temporary table {@code departing}. */
    void collect(Connection connection) throws SQLException {
        if (staying.isEmpty()) {
            takeAll(connection);
        } else if (moreGoes) {
            collectAll(connection);
            for (LocalDate day : staying) {
                collect(connection, day, -1);
            }
        } else {
            for (LocalDate day : going) {
                collect(connection, day, 1);
            }
        }
    }

    private void takeAll(Connection connection) throws SQLException {
        Sql.of("""
                        with taken as (
                            delete from ingest.usage_rollup
                            where month = ?
                            returning month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge,
                                      event_days
                        )
                        insert into rollup_change
                            (month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge,
                             event_days, taken)
                        select month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge,
                               event_days, true
                        from taken
                        """, month).update(connection);
    }

    private void collectAll(Connection connection) throws SQLException {
        Sql.of("""
                        insert into departing
                            (month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge, event_days)
                        select month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge, ?
                        from ingest.usage_rollup
                        where month = ?
                        """, goingDays(), month).update(connection);
    }

    private void collect(Connection connection, LocalDate day, int sign) throws SQLException {
        Sql.of("""
                        insert into departing
                            (month, event_type, rate_plan_id, customer_id, event_count, total_duration, total_charge, event_days)
                        select month, event_type, rate_plan_id, customer_id, %1$d * count(*),
                               %1$d * (%2$s), %1$d * coalesce(sum(charge), 0), ?
                        from %3$s
                        where month = ?
                        group by month, event_type, rate_plan_id, customer_id
                        """.formatted(sign, ExactSum.DURATION, UsageDays.table(day)), goingDays(), month)
                .update(connection);
    }

    /** The days that go, as {@code ingest.day_bit} has them: they leave every group of the month, whatever stays of it. */
    private long goingDays() {
        LocalDate first = YearMonth.parse(month).atDay(1);
        return going.stream()
                .mapToLong(day -> 1L << ChronoUnit.DAYS.between(first, day) + 1)
                .reduce(0, (days, day) -> days | day);
    }
}
