package telco.usage.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import telco.usage.jdbc.Sql;
import telco.usage.testing.Progress;
import telco.usage.warehouse.Rollup;
import telco.usage.warehouse.UsageRemoval;

/**
 * Where what is added up bends when customers become more: months of groups for as many customers as the provider has, ten
 * times and a hundred times as many, without the events behind them. Measures what PUBLISH and retention do with such groups,
 * and what readers wait for the views, see {@code docs/benchmarks.md}.
 */
class CustomersBenchmark {

    private static final Path REPORT = Path.of("target", "customers-benchmark.md");

    private static final int CUSTOMERS = 9_500;
    private static final int RATE_PLANS = 2_300;
    private static final YearMonth FIRST_MONTH = YearMonth.of(2016, 1);

    private final BenchmarkSettings settings = BenchmarkSettings.read();
    private final List<String> lines = new ArrayList<>();

    @Test
    void rollup_withMoreCustomers() throws IOException, SQLException {
        lines.add("| Customers | What | Rows | Seconds |");
        lines.add("|---|---|---|---|");
        try (Workspace workspace = Workspace.open(settings);
                DatabaseServer server = DatabaseServer.open(settings, workspace.folder())) {
            for (int factor : new int[] {1, 10, 100}) {
                try (BenchmarkDatabase database = server.newDatabase()) {
                    migrate(workspace, factor, database);
                    measure(CUSTOMERS * factor, database);
                }
            }
        }
        String report = String.join("\n", lines);
        Files.writeString(REPORT, report);
        Progress.say("written to %s%n%n%s", REPORT, report);
    }

    /** A service that starts brings the tables. */
    private static void migrate(Workspace workspace, int factor, BenchmarkDatabase database) throws IOException {
        Path directory = Files.createDirectories(workspace.folder().resolve("service-" + factor));
        LoaderService.start(directory, directory, database).close();
    }

    private void measure(int customers, BenchmarkDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            for (int month = 0; month < UsageFiles.MONTHS; month++) {
                publish(customers, connection, "a month of a file", FIRST_MONTH.plusMonths(month), 1, 28);
            }
            YearMonth next = FIRST_MONTH.plusMonths(UsageFiles.MONTHS);
            publish(customers, connection, "the first week of the next month", next, 1, 7);
            publish(customers, connection, "its second week", next, 8, 14);
            publish(customers, connection, "late rows of that week", next, 8, 14);
            connection.setAutoCommit(true);
            Sql.of("vacuum analyze").update(connection);
            readViews(customers, database);
            connection.setAutoCommit(false);
            remove(customers, connection);
        }
        database.checkpoint();
    }

    /** What PUBLISH does with the groups of a file, apart from the facts. */
    private void publish(int customers, Connection connection, String what, YearMonth month, int from, int to)
            throws SQLException {
        long groups = stage(connection, customers, month, from, to);
        long start = System.nanoTime();
        Rollup.add(connection, "groups", "day_totals");
        connection.commit();
        add(customers, "PUBLISH: " + what, groups, start);
        Sql.of("drop table groups, day_totals").update(connection);
        connection.commit();
    }

    /** Three to four event types for each customer, one plan each, on every second of the days. */
    private static long stage(Connection connection, int customers, YearMonth month, int from, int to)
            throws SQLException {
        long days = 0;
        for (int day = from; day <= to; day += 2) {
            days |= 1L << day;
        }
        Sql.of("""
                        create unlogged table groups as
                        select '%s'::varchar(7) as month, t.event_type::varchar(50) as event_type,
                               (c.id %% %d)::integer as rate_plan_id, c.id as customer_id, 14::bigint as event_count,
                               840::numeric as total_duration, (c.id %% 997)::numeric / 1000 as total_charge,
                               %d::bigint as event_days, 0::bigint as absent_days
                        from generate_series(1, %d) c (id)
                        cross join (values ('VOICE', 1), ('DATA', 1), ('SMS', 1), ('MMS', 5)) t (event_type, every)
                        where c.id %% t.every = 0
                        """.formatted(month, RATE_PLANS, days, customers)).update(connection);
        Sql.of("""
                        create unlogged table day_totals as
                        select date '%s' + n as day, '%s'::varchar(7) as month, 'DATA'::varchar(50) as event_type,
                               1::smallint as charge_class, 1::smallint as duration_class, 1::bigint as event_count,
                               1::numeric as total_duration, 1::numeric as total_charge
                        from generate_series(%d, %d, 2) n
                        """.formatted(month.atDay(1), month, from - 1, to - 1)).update(connection);
        Sql.of("analyze groups").update(connection);
        connection.commit();
        return Sql.of("select count(*) as groups from groups").one(connection, row -> row.getLong("groups"));
    }

    private void readViews(int customers, BenchmarkDatabase database) throws SQLException {
        for (String view : List.of(
                "analytics_usage_distribution",
                "analytics_monthly_trends",
                "analytics_daily_usage",
                "analytics_charge_histogram",
                "analytics_top_customers where month = '2016-03' and charge_rank <= 20",
                "analytics_plan_changes where customer_id = 4711",
                "dim_customer where customer_id = 4711",
                "analytics_customer_movement")) {
            double millis = ViewReads.medianMillis(database, view);
            lines.add(
                    String.format(Locale.ROOT, "| %,d | `%s`, median read | | %.4f |", customers, view, millis / 1000));
            Progress.say("%s", lines.get(lines.size() - 1));
        }
    }

    /** What retention of a whole month does, apart from the facts. */
    private void remove(int customers, Connection connection) throws SQLException {
        List<LocalDate> days = Sql.of(
                        "select distinct day from ingest.usage_by_day where month = ? order by day",
                        FIRST_MONTH.toString())
                .list(connection, row -> row.getObject("day", LocalDate.class));
        for (LocalDate day : days) {
            Sql.of("""
                            create table usage_day.telco_billings_usage_%s
                            partition of public.telco_billings_usage for values from ('%s 00:00Z') to ('%s 00:00Z')
                            """.formatted(day.toString().replace('-', '_'), day, day.plusDays(1)))
                    .update(connection);
        }
        connection.commit();
        long groups = Sql.of(
                        "select count(*) as groups from ingest.usage_rollup where month = ?", FIRST_MONTH.toString())
                .one(connection, row -> row.getLong("groups"));
        long start = System.nanoTime();
        UsageRemoval removal = UsageRemoval.begin(connection, days);
        removal.finish();
        connection.commit();
        add(customers, "RETENTION: a whole month", groups, start);
    }

    private void add(int customers, String what, long rows, long startNanos) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        lines.add(String.format(Locale.ROOT, "| %,d | %s | %,d | %.2f |", customers, what, rows, seconds));
        Progress.say("%s", lines.get(lines.size() - 1));
    }
}
