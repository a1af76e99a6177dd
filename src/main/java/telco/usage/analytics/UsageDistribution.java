package telco.usage.analytics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import telco.usage.jdbc.Sql;

/** Usage by event type and rate plan, of all time or of one billing month. */
record UsageDistribution(UsageSelection selection) implements Report<DistributionRow> {

    @Override
    public Sql rows(long offset, Integer limit) {
        return selection.month() == null ? ofAllTime(offset, limit) : ofMonth(offset, limit);
    }

    private Sql ofAllTime(long offset, Integer limit) {
        return Sql.of(
                """
                select service_type, rate_plan_id, event_count, total_duration, total_charge, customer_count
                from public.analytics_usage_distribution
                where (?::text is null or service_type = ?)
                  and (? or rate_plan_id is not distinct from ?::integer)
                order by service_type collate "C", rate_plan_id nulls last
                offset ?
                limit ?::integer
                """,
                selection.type(),
                selection.type(),
                selection.plan().any(),
                selection.plan().id(),
                offset,
                limit);
    }

    /** Within a month, a type and a plan, the rollup has one row for each customer. */
    private Sql ofMonth(long offset, Integer limit) {
        return Sql.of(
                """
                select event_type as service_type, rate_plan_id, sum(event_count)::bigint as event_count,
                       sum(total_duration)::float8 as total_duration, sum(total_charge)::numeric(30, 8) as total_charge,
                       count(*) as customer_count
                from ingest.usage_rollup
                where month = ?
                  and (?::text is null or event_type = ?)
                  and (? or rate_plan_id is not distinct from ?::integer)
                group by event_type, rate_plan_id
                order by event_type collate "C", rate_plan_id nulls last
                offset ?
                limit ?::integer
                """,
                selection.month(),
                selection.type(),
                selection.type(),
                selection.plan().any(),
                selection.plan().id(),
                offset,
                limit);
    }

    @Override
    public DistributionRow row(ResultSet row) throws SQLException {
        return new DistributionRow(
                row.getString("service_type"),
                row.getObject("rate_plan_id", Integer.class),
                row.getLong("event_count"),
                Quantity.duration(row),
                Quantity.charge(row),
                row.getLong("customer_count"));
    }

    @Override
    public List<String> columns() {
        return List.of("serviceType", "ratePlanId", "eventCount", "totalDuration", "totalCharge", "customerCount");
    }

    @Override
    public List<Object> cells(DistributionRow row) {
        // Not List.of: it takes no null.
        return Arrays.asList(
                row.serviceType(),
                row.ratePlanId(),
                row.eventCount(),
                row.totalDuration(),
                Quantity.number(row.totalCharge()),
                row.customerCount());
    }
}
