package telco.usage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** The warehouse as an analyst sees it, for tests: plain SQL, each row as text. */
public final class Warehouse {

    private Warehouse() {}

    public static Connection connect() throws SQLException {
        var config = ConfigProvider.getConfig();
        return DriverManager.getConnection(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue("quarkus.datasource.username", String.class),
                config.getValue("quarkus.datasource.password", String.class));
    }

    /** Empties everything, as if nothing had ever been loaded. */
    public static void clear() {
        execute("""
                do $$
                declare
                    day regclass;
                begin
                    for day in select inhrelid::regclass from pg_inherits
                               where inhparent = 'public.telco_billings_usage'::regclass
                    loop
                        execute 'drop table ' || day;
                    end loop;
                end
                $$;
                truncate ingest.run, ingest.run_step, ingest.run_tally, ingest.finding, ingest.reject,
                    ingest.loaded_file, ingest.usage_rollup
                """);
    }

    public static void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Each row of the result, its columns joined by a bar, NULL as nothing. */
    public static List<String> rows(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    String value = result.getString(i);
                    row.append(i == 1 ? "" : "|").append(value == null ? "" : value);
                }
                rows.add(row.toString());
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public static long count(String from) {
        return Long.parseLong(rows("select count(*) from " + from).get(0));
    }

    /** Both views say what counting the facts says, every published run balances, and no stage is left over. */
    public static void assertConsistent() {
        assertThat(rows("select * from public.analytics_usage_distribution order by 1, 2"))
                .isEqualTo(rows("""
                                select event_type, rate_plan_id, count(*), coalesce(sum(duration::numeric), 0)::float8,
                                       coalesce(sum(charge), 0)::numeric(30, 8), count(distinct customer_id)
                                from public.telco_billings_usage
                                group by 1, 2
                                order by 1, 2
                                """));
        assertThat(rows("select * from public.analytics_monthly_trends order by 1, 2"))
                .isEqualTo(rows("""
                                select month, event_type, count(*), count(distinct customer_id),
                                       coalesce(sum(duration::numeric), 0)::float8, coalesce(sum(charge), 0)::numeric(30, 8)
                                from public.telco_billings_usage
                                group by 1, 2
                                order by 1, 2
                                """));
        assertThat(rows("""
                                select run_id
                                from ingest.run_tally t
                                join ingest.run r on r.id = t.run_id and r.published_at is not null
                                group by run_id
                                having sum(case when disposition = 'READ' then row_count else -row_count end) <> 0
                                    or sum(case when disposition = 'READ' then charge else -charge end) <> 0
                                """)).as("runs that do not balance").isEmpty();
        assertThat(rows("select table_name from information_schema.tables where table_name like 'stage\\_%'"))
                .as("stages left over")
                .isEmpty();
    }
}
