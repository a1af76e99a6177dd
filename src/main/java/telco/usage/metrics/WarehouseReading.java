package telco.usage.metrics;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import telco.usage.jdbc.Sql;

/**
 * What the warehouse and what belongs to it said at one time.
 *
 * @param usage by month and type, newest month first
 * @param newestEventSeconds in seconds since 1970; NaN when the warehouse is empty
 * @param openRejects by reason
 */
record WarehouseReading(
        List<Usage> usage,
        double newestEventSeconds,
        List<OpenRejects> openRejects,
        Retention retention,
        double oldestAlertSeconds,
        double databaseBytes) {

    /** More months than anybody keeps: a file with nonsense in it must not become thousands of series. */
    private static final int MOST_MONTHS = 36;

    record Usage(String month, String type, double events, double charge) {}

    record OpenRejects(String reason, double rows, double charge) {}

    /**
     * How it stands with retention.
     *
     * @param lastSuccessSeconds in seconds since 1970; 0 when it never happened
     */
    record Retention(double lastSuccessSeconds, boolean failing, double deletedRows) {}

    /** @param knownTypes all others are counted together as OTHER */
    static WarehouseReading read(Connection connection, Set<String> knownTypes) throws SQLException {
        return new WarehouseReading(
                usage(connection, knownTypes),
                number(
                        connection,
                        "select extract(epoch from max(event_start_time)) as number from public.telco_billings_usage"),
                openRejects(connection),
                retention(connection),
                number(connection, """
                        select coalesce(extract(epoch from clock_timestamp() - min(alert.occurred_at)), 0) as number
                        from ingest.alert_delivery as delivery
                        join ingest.alert on alert.id = delivery.alert_id
                        where delivery.state = 'PENDING'
                        """),
                number(connection, "select pg_database_size(current_database()) as number"));
    }

    private static double number(Connection connection, String query) throws SQLException {
        return Sql.of(query).one(connection, row -> {
            double number = row.getDouble("number");
            return row.wasNull() ? Double.NaN : number;
        });
    }

    private static List<Usage> usage(Connection connection, Set<String> knownTypes) throws SQLException {
        return Sql.of("""
                        select
                            month,
                            case when service_type = any (?) then service_type else 'OTHER' end as type,
                            sum(event_count) as events,
                            coalesce(sum(total_charge), 0) as charge
                        from public.analytics_monthly_trends
                        where month in (
                            select month
                            from public.analytics_monthly_trends
                            group by month
                            order by month desc
                            limit ?)
                        group by month, type
                        """, connection.createArrayOf("text", knownTypes.toArray()), MOST_MONTHS)
                .list(
                        connection,
                        row -> new Usage(
                                row.getString("month"),
                                row.getString("type"),
                                row.getDouble("events"),
                                row.getDouble("charge")));
    }

    private static List<OpenRejects> openRejects(Connection connection) throws SQLException {
        return Sql.of("""
                        select reason, sum(row_count) as rows, sum(charge) as charge
                        from ingest.reject_total
                        where state = 'OPEN'
                        group by reason
                        """)
                .list(
                        connection,
                        row -> new OpenRejects(
                                row.getString("reason"), row.getDouble("rows"), row.getDouble("charge")));
    }

    private static Retention retention(Connection connection) throws SQLException {
        return Sql.of("""
                        select
                            coalesce(extract(epoch from last_success_at), 0) as last_success,
                            last_failure is not null as failing,
                            (select coalesce(sum(row_count), 0) from ingest.retention_record) as deleted
                        from ingest.retention_state
                        """)
                .one(
                        connection,
                        row -> new Retention(
                                row.getDouble("last_success"), row.getBoolean("failing"), row.getDouble("deleted")));
    }
}
