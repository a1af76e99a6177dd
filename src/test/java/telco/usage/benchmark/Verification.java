package telco.usage.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import telco.usage.jdbc.Sql;
import telco.usage.run.Amount;
import telco.usage.run.Disposition;
import telco.usage.run.Tally;

/** Holds what was loaded to what was generated: a fast wrong answer is none. */
final class Verification {

    private final Map<YearMonth, Amount> expected = new HashMap<>();

    /** Checks the run of a file that must be loaded whole. */
    void loaded(LoadedRun run, UsageFile file) {
        assertThat(run.state()).as(run.json()).isEqualTo("SUCCEEDED");
        Tally tally = Tally.NOTHING
                .with(Disposition.READ, file.read())
                .with(Disposition.LOADED, file.distinct())
                .with(Disposition.DUPLICATE_IN_FILE, file.duplicates());
        for (Disposition disposition : Disposition.values()) {
            assertThat(run.tally().get(disposition))
                    .as(disposition + " of " + file.name() + ": " + run.json())
                    .matches(
                            amount -> amount.equalTo(withoutDuration(tally.get(disposition))),
                            "is " + tally.get(disposition));
        }
        file.distinctByMonth().forEach((month, amount) -> expected.merge(month, amount, Amount::plus));
    }

    /** The generator does not add up durations. */
    private static Amount withoutDuration(Amount amount) {
        return Amount.charging(amount.rows(), amount.charge());
    }

    /** Checks the run of a file that was loaded before. */
    void resent(LoadedRun run) {
        assertThat(run.state()).as(run.json()).isEqualTo("SKIPPED_DUPLICATE");
    }

    /** Checks facts and both views against the sum of all files. */
    void warehouse(BenchmarkDatabase database) throws SQLException {
        Map<String, String> months = new TreeMap<>();
        expected.forEach((month, amount) -> months.put(month.toString(), amount.toString()));
        try (Connection connection = database.connect()) {
            assertThat(byMonth(connection, "count(*)", "charge", "telco_billings_usage"))
                    .as("facts by month")
                    .isEqualTo(months);
            assertThat(byMonth(connection, "sum(event_count)", "total_charge", "analytics_monthly_trends"))
                    .as("analytics_monthly_trends")
                    .isEqualTo(months);
            Amount inView = Sql.of("""
                            select sum(event_count) as events, sum(total_charge) as charge
                            from public.analytics_usage_distribution
                            """)
                    .one(connection, row -> Amount.charging(row.getLong("events"), row.getBigDecimal("charge")));
            Amount all = expected.values().stream().reduce(Amount.NONE, Amount::plus);
            assertThat(inView.toString()).as("analytics_usage_distribution").isEqualTo(all.toString());
        }
    }

    private static Map<String, String> byMonth(Connection connection, String events, String charge, String table)
            throws SQLException {
        Map<String, String> months = new TreeMap<>();
        Sql.of("select month, %s as events, sum(%s) as charge from public.%s group by month"
                        .formatted(events, charge, table))
                .list(
                        connection,
                        row -> months.put(
                                row.getString("month"),
                                Amount.charging(row.getLong("events"), row.getBigDecimal("charge"))
                                        .toString()));
        return months;
    }
}
