package telco.usage.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Databases;
import telco.usage.jdbc.Sql;
import telco.usage.testing.Machine;
import telco.usage.testing.Progress;
import telco.usage.warehouse.DetachedDays;
import telco.usage.warehouse.UsageDays;
import telco.usage.warehouse.UsageRemoval;
import telco.usage.warehouse.WarehouseLock;

/**
 * How long it takes to take usage out again, beside a reader, see {@code docs/benchmarks.md}: whole months and parts of them
 * as retention does it, against DELETE on one table with the same rows and indexes; and customers one by one. Fails when
 * what is left is wrong, not when it is slow.
 */
class RemovalBenchmark {

    private static final Path REPORT = Path.of("target", "removal-benchmark.md");

    private static final YearMonth FIRST_MONTH = YearMonth.of(2016, 1);
    private static final int CUSTOMERS_ERASED = 21;

    private final BenchmarkSettings settings = BenchmarkSettings.read();
    private final List<String> lines = new ArrayList<>();

    @Test
    void removal_againstDelete() throws IOException, SQLException {
        try (Workspace workspace = Workspace.open(settings);
                DatabaseServer server = DatabaseServer.open(settings, workspace.folder())) {
            note("Command: `%s`", settings.command().replace("-Pbenchmark", "-Pbenchmark -Dbenchmark=Removal"));
            note(
                    "Machine: %s; load average before: %.2f",
                    Machine.description(workspace.folder()), Machine.loadAverage());
            note("Database: %s", server.description());
            lines.add("");
            lines.add("| What | Rows | Milliseconds | The reader's longest wait, ms |");
            lines.add("|---|---|---|---|");
            UsageFiles files = new UsageFiles(workspace.folder().resolve("files"), settings);
            Path directory = Files.createDirectories(workspace.folder().resolve("service"));
            try (BenchmarkDatabase database = server.newDatabase();
                    LoaderService service = LoaderService.start(directory, files.folder(), database)) {
                new Verification().loaded(service.load(files.months()).run(), files.months());
                deleteFromOneTable(database);
                erase(service, database);
                retire(database);
            }
        }
        String report = String.join("\n", lines);
        Files.writeString(REPORT, report);
        Progress.say("written to %s%n%n%s", REPORT, report);
    }

    /** What the first month costs where there are no partitions. */
    private void deleteFromOneTable(BenchmarkDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            Progress.say("copying all rows into one table");
            Sql.of("create table public.one_table as select * from public.telco_billings_usage")
                    .update(connection);
            Sql.of("alter table public.one_table add primary key (event_start_time, event_uuid)")
                    .update(connection);
            Sql.of("create index on public.one_table (customer_id)").update(connection);
            Sql.of("vacuum analyze public.one_table").update(connection);
            database.checkpoint();
            long start = System.nanoTime();
            long rows = Sql.of(
                            "delete from public.one_table where event_start_time < ?",
                            UsageDays.start(FIRST_MONTH.plusMonths(1).atDay(1)))
                    .update(connection);
            row("`DELETE` of the first month from one table, which leaves its dead rows there", rows, start, "");
            start = System.nanoTime();
            Sql.of("vacuum public.one_table").update(connection);
            row("`VACUUM` behind it", rows, start, "");
            Sql.of("drop table public.one_table").update(connection);
        }
        database.checkpoint();
    }

    private void erase(LoaderService service, BenchmarkDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Reader reader = Reader.start(database, settings.readerPause())) {
            List<Integer> customers = Sql.of(
                            "select customer_id from public.dim_customer order by md5(customer_id::text) limit ?",
                            CUSTOMERS_ERASED)
                    .list(connection, row -> row.getInt("customer_id"));
            long before = facts(connection);
            List<Double> millis = new ArrayList<>();
            reader.phase("erasing");
            for (int customer : customers) {
                millis.add(service.eraseMillis(customer));
            }
            reader.rest();
            long rows = (before - facts(connection)) / CUSTOMERS_ERASED;
            row(
                    "`DELETE /customers/{id}/usage`, median of " + CUSTOMERS_ERASED,
                    rows,
                    Samples.median(millis),
                    longestWait(reader));
            requireEqualViews(connection);
        }
    }

    private void retire(BenchmarkDatabase database) throws SQLException {
        YearMonth second = FIRST_MONTH.plusMonths(1);
        YearMonth third = FIRST_MONTH.plusMonths(2);
        retire(database, "first month, all days before " + second.atDay(1), day -> day.isBefore(second.atDay(1)));
        retire(database, "second month", day -> day.isBefore(third.atDay(1)));
        retire(database, "one day", day -> day.equals(third.atDay(1)));
        retire(database, "half a month", day -> day.isBefore(third.atDay(16)));
    }

    private void retire(BenchmarkDatabase database, String what, Predicate<LocalDate> goes) throws SQLException {
        Database warehouse = Databases.at(
                database.address().url(),
                database.address().user(),
                database.address().password());
        database.checkpoint();
        try (Connection connection = database.connect();
                Reader reader = Reader.start(database, settings.readerPause())) {
            List<LocalDate> days =
                    UsageDays.existing(connection).stream().filter(goes).toList();
            long before = facts(connection);
            reader.phase(what);
            long start = System.nanoTime();
            warehouse.inTransaction(transaction -> {
                WarehouseLock.acquire(transaction);
                UsageRemoval removal = UsageRemoval.begin(transaction, days);
                removal.finish();
            });
            double committed = (System.nanoTime() - start) / 1e6;
            DetachedDays.drop(warehouse);
            double dropped = (System.nanoTime() - start) / 1e6;
            reader.rest();
            long rows = before - facts(connection);
            row("Retention, %s: %d partitions, until the commit".formatted(what, days.size()), rows, committed, "");
            row("the same with the tables dropped", rows, dropped, longestWait(reader));
            requireEqualViews(connection);
        }
    }

    private static String longestWait(Reader reader) {
        return reader.waits().longest().stream()
                .findFirst()
                .map(wait -> "%d (%s)".formatted(wait.longest().toMillis(), wait.query()))
                .orElse("");
    }

    private static long facts(Connection connection) throws SQLException {
        return Sql.of("select count(*) as facts from public.telco_billings_usage")
                .one(connection, row -> row.getLong("facts"));
    }

    private static void requireEqualViews(Connection connection) throws SQLException {
        List<String> counted = Sql.of("""
                        select month, event_type, count(*) as events, count(distinct customer_id) as customers,
                               sum(charge) as charge
                        from public.telco_billings_usage
                        group by month, event_type
                        order by month, event_type
                        """).list(connection, RemovalBenchmark::line);
        List<String> kept = Sql.of("""
                        select month, service_type as event_type, event_count as events, customer_count as customers,
                               total_charge as charge
                        from public.analytics_monthly_trends
                        order by month, service_type
                        """).list(connection, RemovalBenchmark::line);
        assertThat(kept).isEqualTo(counted);
    }

    private static String line(ResultSet row) throws SQLException {
        return String.join(
                "|",
                row.getString("month"),
                row.getString("event_type"),
                row.getString("events"),
                row.getString("customers"),
                row.getString("charge"));
    }

    private void row(String what, long rows, long startNanos, String wait) {
        row(what, rows, (System.nanoTime() - startNanos) / 1e6, wait);
    }

    private void row(String what, long rows, double millis, String wait) {
        lines.add(String.format(Locale.ROOT, "| %s | %,d | %,.0f | %s |", what, rows, millis, wait));
        Progress.say("%s", lines.get(lines.size() - 1));
    }

    private void note(String format, Object... values) {
        lines.add("- " + String.format(Locale.ROOT, format, values));
    }
}
