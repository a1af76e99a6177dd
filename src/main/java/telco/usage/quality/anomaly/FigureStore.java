package telco.usage.quality.anomaly;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import telco.usage.jdbc.Sql;
import telco.usage.stage.Stage;

/** The figures of files in the database: those of runs that ended, and what a stage adds up to. */
public final class FigureStore {

    private FigureStore() {}

    private record Usage(int runId, LocalDate day, String eventType, long rows, double duration, double charge) {}

    private record Reach(int runId, LocalDate day, Long customers, Long ratePlans) {}

    /** Writes what the stage holds over what an earlier attempt of the run has left. */
    public static void keep(Connection connection, Stage stage) throws SQLException {
        Sql.of("delete from ingest.run_usage where run_id = ?", stage.runId()).update(connection);
        Sql.of("delete from ingest.run_reach where run_id = ?", stage.runId()).update(connection);
        Sql.of("""
                        insert into ingest.run_usage
                            (run_id, day, event_type, row_count, total_duration, total_charge)
                        select ?::integer, day, event_type, sum(row_count), sum(total_duration), sum(total_charge)
                        from %s
                        group by day, event_type
                        """.formatted(stage.profileTable()), stage.runId()).update(connection);
        Sql.of("""
                        insert into ingest.run_reach (run_id, day, customer_count, rate_plan_count)
                        select ?::integer, day, customer_count, rate_plan_count
                        from %s
                        """.formatted(stage.dayFigureTable()), stage.runId()).update(connection);
        Sql.of("""
                        insert into ingest.run_reach (run_id, day, customer_count, rate_plan_count)
                        select ?::integer, null,
                               (select count(*) from (select distinct customer_id from %1$s) c),
                               (select count(*) from (select distinct rate_plan_id from %1$s where rate_plan_id is not null) p)
                        """.formatted(stage.rollupTable()), stage.runId()).update(connection);
    }

    /**
     * The figures of earlier files that are called like this run's but for the digits, the latest first: of runs whose rows
     * are in the warehouse and that nobody had forced or replayed.
     */
    public static List<FileFigures> before(Connection connection, int runId, int most) throws SQLException {
        List<Integer> ids = Sql.of("""
                        select earlier.id
                        from ingest.run r
                        join ingest.run earlier
                            on regexp_replace(earlier.file_name, '[0-9]+', '#', 'g')
                                = regexp_replace(r.file_name, '[0-9]+', '#', 'g')
                        where r.id = ? and earlier.id <> r.id
                          and earlier.published_at is not null and earlier.state <> 'REVERTED'
                          and not earlier.force and earlier.replayed_run_id is null
                          and exists (select from ingest.run_usage u where u.run_id = earlier.id)
                        order by earlier.published_at desc, earlier.id desc
                        limit ?
                        """, runId, most).list(connection, row -> row.getInt("id"));
        return figures(connection, ids);
    }

    /** The figures of a run; empty when its file held no row. */
    public static List<FileFigures> of(Connection connection, int runId) throws SQLException {
        return figures(connection, List.of(runId));
    }

    private static List<FileFigures> figures(Connection connection, List<Integer> ids) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<Integer, Map<LocalDate, List<Usage>>> usage = new LinkedHashMap<>();
        Sql.of("""
                        select run_id, day, event_type, row_count, total_duration, total_charge
                        from ingest.run_usage
                        where run_id = any (?)
                        order by run_id, day, event_type
                        """, ids)
                .list(
                        connection,
                        row -> new Usage(
                                row.getInt("run_id"),
                                row.getObject("day", LocalDate.class),
                                row.getString("event_type"),
                                row.getLong("row_count"),
                                row.getDouble("total_duration"),
                                row.getDouble("total_charge")))
                .forEach(each -> usage.computeIfAbsent(each.runId(), id -> new TreeMap<>())
                        .computeIfAbsent(each.day(), day -> new ArrayList<>())
                        .add(each));
        Map<Integer, Map<LocalDate, Reach>> reach = new HashMap<>();
        Sql.of("""
                        select run_id, day, customer_count, rate_plan_count
                        from ingest.run_reach
                        where run_id = any (?)
                        """, ids)
                .list(
                        connection,
                        row -> new Reach(
                                row.getInt("run_id"),
                                row.getObject("day", LocalDate.class),
                                row.getObject("customer_count", Long.class),
                                row.getObject("rate_plan_count", Long.class)))
                .forEach(each -> reach.computeIfAbsent(each.runId(), id -> new HashMap<>())
                        .put(each.day(), each));
        return ids.stream()
                .filter(usage::containsKey)
                .map(id -> figures(usage.get(id), reach.get(id)))
                .toList();
    }

    /** @param reach by day; that of the whole file has none */
    private static FileFigures figures(Map<LocalDate, List<Usage>> usage, Map<LocalDate, Reach> reach) {
        List<DayFigures> days = new ArrayList<>();
        usage.forEach((day, types) -> {
            Map<String, Long> rows = new TreeMap<>();
            types.forEach(type -> rows.put(type.eventType(), type.rows()));
            days.add(new DayFigures(
                    day,
                    rows,
                    types.stream().mapToDouble(Usage::charge).sum(),
                    types.stream().mapToDouble(Usage::duration).sum(),
                    reach.get(day).customers(),
                    reach.get(day).ratePlans()));
        });
        return new FileFigures(
                days, reach.get(null).customers(), reach.get(null).ratePlans());
    }
}
