package telco.usage.quality;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import telco.usage.jdbc.Sql;
import telco.usage.run.Attempt;
import telco.usage.run.Disposition;
import telco.usage.run.RejectReason;
import telco.usage.run.RejectTally;
import telco.usage.stage.Stage;

/**
 * The relations that a rule can select from, as a WITH clause to be put before its statement: the stage of the attempt under
 * names of its own, and what the attempt has counted. All but {@code staged_usage} are small.
 */
final class StagedRelations {

    private static final String COLUMNS = """
            customer_id, event_start_time, event_type, rate_plan_id, billing_flag_one, billing_flag_two, duration,
            charge, month, event_uuid""";

    private final Stage stage;
    private final Attempt attempt;
    private final int maxRatePlans;

    StagedRelations(Attempt attempt, int maxRatePlans) {
        this.stage = new Stage(attempt.runId(), attempt.stagedBy());
        this.attempt = attempt;
        this.maxRatePlans = maxRatePlans;
    }

    /** The statement with the relations before it; they are made only as far as it asks for them. */
    Sql before(Connection connection, String statement) throws SQLException {
        List<Object> bound = new ArrayList<>();
        StringJoiner clause = new StringJoiner(",\n", "with ", "\n");
        clause.add(staged("staged_profile", stage.profileTable()));
        clause.add(staged("staged_oddity", stage.oddityTable()));
        clause.add(staged("staged_day", stage.dayFigureTable()));
        clause.add(staged("staged_rollup", stage.rollupTable()));
        if (statement.contains("staged_usage")) {
            clause.add("staged_usage as not materialized (" + usage(connection) + ")");
        }
        clause.add("tally (disposition, row_count) as (" + tally(bound) + ")");
        clause.add("kept_aside (reason, row_count, first) as (" + keptAside(bound) + ")");
        clause.add("known (max_rate_plans, is_forced) as (select ?::bigint, ?::boolean)");
        bound.add(maxRatePlans);
        bound.add(attempt.run().force());
        return new Sql(clause + statement, bound);
    }

    private static String staged(String name, String table) {
        return "%s as not materialized (select * from %s)".formatted(name, table);
    }

    /** Every staged row; one that is alone with its identity or the first of those that share it. */
    private String usage(Connection connection) throws SQLException {
        StringJoiner days = new StringJoiner("\nunion all\n");
        for (LocalDate day : stage.builtDays(connection)) {
            days.add("select null::bigint as line_number, %s from %s".formatted(COLUMNS, stage.dayTable(day)));
        }
        for (LocalDate day : stage.daysToMerge(connection)) {
            days.add("select line_number, %s from %s where not repeated".formatted(COLUMNS, stage.mergeTable(day)));
        }
        return days.length() > 0
                ? days.toString()
                : "select null::bigint as line_number, %s from public.telco_billings_usage where false"
                        .formatted(COLUMNS);
    }

    private String tally(List<Object> bound) {
        StringJoiner values = new StringJoiner(", ", "values ", "");
        for (Disposition disposition : Disposition.values()) {
            values.add("(?::text, ?::bigint)");
            bound.add(disposition);
            bound.add(attempt.tally().rows(disposition));
        }
        return values.toString();
    }

    /** What was kept aside before PUBLISH, by reason. */
    private String keptAside(List<Object> bound) {
        StringJoiner values = new StringJoiner(" union all ");
        values.add("select null::text, null::bigint, null::text where false");
        for (Map.Entry<RejectReason, RejectTally.Entry> entry :
                attempt.rejects().entries().entrySet()) {
            if (entry.getKey() != RejectReason.KEY_CONFLICT) {
                values.add("select ?::text, ?::bigint, ?::text");
                bound.add(entry.getKey());
                bound.add(entry.getValue().amount().rows());
                bound.add(entry.getValue().first());
            }
        }
        return values.toString();
    }
}
