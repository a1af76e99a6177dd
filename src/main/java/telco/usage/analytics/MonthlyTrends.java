package telco.usage.analytics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import telco.usage.jdbc.Sql;

/** Usage by billing month and event type, of all plans or of one. */
record MonthlyTrends(UsageSelection selection) implements Report<TrendRow> {

    @Override
    public Sql rows(long offset, Integer limit) {
        return selection.plan().any() ? ofAllPlans(offset, limit) : ofPlan(offset, limit);
    }

    private Sql ofAllPlans(long offset, Integer limit) {
        return Sql.of("""
                select month, service_type, event_count, customer_count, total_duration, total_charge
                from public.analytics_monthly_trends
                where (?::text is null or month = ?)
                  and (?::text is null or service_type = ?)
                order by month, service_type collate "C"
                offset ?
                limit ?::integer
                """, selection.month(), selection.month(), selection.type(), selection.type(), offset, limit);
    }

    /** Within a month, a type and a plan, the rollup has one row for each customer. */
    private Sql ofPlan(long offset, Integer limit) {
        return Sql.of(
                """
                select month, event_type as service_type, sum(event_count)::bigint as event_count,
                       count(*) as customer_count, sum(total_duration)::float8 as total_duration,
                       sum(total_charge)::numeric(30, 8) as total_charge
                from ingest.usage_rollup
                where rate_plan_id is not distinct from ?::integer
                  and (?::text is null or month = ?)
                  and (?::text is null or event_type = ?)
                group by month, event_type
                order by month, event_type collate "C"
                offset ?
                limit ?::integer
                """,
                selection.plan().id(),
                selection.month(),
                selection.month(),
                selection.type(),
                selection.type(),
                offset,
                limit);
    }

    @Override
    public TrendRow row(ResultSet row) throws SQLException {
        return new TrendRow(
                row.getString("month"),
                row.getString("service_type"),
                row.getLong("event_count"),
                row.getLong("customer_count"),
                Quantity.duration(row),
                Quantity.charge(row));
    }

    @Override
    public List<String> columns() {
        return List.of("month", "serviceType", "eventCount", "customerCount", "totalDuration", "totalCharge");
    }

    @Override
    public List<Object> cells(TrendRow row) {
        return List.of(
                row.month(),
                row.serviceType(),
                row.eventCount(),
                row.customerCount(),
                row.totalDuration(),
                Quantity.number(row.totalCharge()));
    }
}
