package telco.usage.quality;

import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;
import telco.usage.run.Attempt;
import telco.usage.run.CheckOutcome;
import telco.usage.run.CheckResult;
import telco.usage.run.Finding;
import telco.usage.run.Sample;
import telco.usage.warehouse.RetentionPolicy;

/** Asks all rules of a step with one statement, and leaves in the attempt what they came to. */
@Singleton
final class RuleCheck {

    private static final int LONGEST_SAMPLE = 500;

    private final RuleBook book;
    private final QualityConfig config;
    private final RetentionPolicy retention;

    RuleCheck(RuleBook book, QualityConfig config, RetentionPolicy retention) {
        this.book = book;
        this.config = config;
        this.retention = retention;
    }

    /** @param detail what the rule adds for the message; null when it has nothing to add */
    private record Answer(String rule, long count, long checked, String detail) {}

    void perform(Connection connection, Attempt attempt, Rule.When when) throws SQLException {
        List<Rule> rules = book.rules(when);
        StagedRelations relations = new StagedRelations(attempt, config.maxRatePlansPerCustomer());
        Map<String, Answer> answers = relations
                .before(connection, together(rules))
                .list(
                        connection,
                        row -> new Answer(
                                row.getString("rule"),
                                row.getLong("found"),
                                row.getLong("checked"),
                                row.getString("detail")))
                .stream()
                .collect(Collectors.toMap(Answer::rule, Function.identity()));
        for (Rule rule : rules) {
            Answer answer = answers.get(rule.name());
            CheckOutcome outcome = rule.limits().outcome(answer.count(), answer.checked());
            attempt.add(new CheckResult(rule.name(), outcome, answer.count(), answer.checked()));
            if (outcome != CheckOutcome.PASSED) {
                attempt.add(new Finding(
                        rule.name(),
                        outcome.severity(),
                        answer.count(),
                        answer.checked(),
                        message(rule, answer, attempt),
                        samples(connection, attempt, relations, rule)));
            }
        }
    }

    private static String together(List<Rule> rules) {
        StringJoiner statement = new StringJoiner("\nunion all\n");
        for (Rule rule : rules) {
            String detail = rule.statement().contains(" as detail") ? "answer.detail" : "null::text";
            statement.add(
                    "select '%s' as rule, answer.count::bigint as found, answer.checked::bigint as checked, %s as detail from (%s) answer"
                            .formatted(rule.name(), detail, rule.statement()));
        }
        return statement.toString();
    }

    private String message(Rule rule, Answer answer, Attempt attempt) {
        return rule.message()
                .replace("{count}", Long.toString(answer.count()))
                .replace("{checked}", Long.toString(answer.checked()))
                .replace("{share}", share(answer))
                .replace("{run}", Integer.toString(attempt.runId()))
                .replace("{retention}", Integer.toString(retention.months()))
                .replace("{detail}", answer.detail() == null ? "" : answer.detail());
    }

    private static String share(Answer answer) {
        return answer.checked() == 0
                ? "0 %"
                : BigDecimal.valueOf(answer.count())
                                .movePointRight(2)
                                .divide(BigDecimal.valueOf(answer.checked()), 1, RoundingMode.HALF_UP)
                                .toPlainString()
                        + " %";
    }

    private static List<Sample> samples(Connection connection, Attempt attempt, StagedRelations relations, Rule rule)
            throws SQLException {
        if (rule.sampleStatement() == null) {
            return rule.sampleKinds().isEmpty()
                    ? List.of()
                    : new SampleRows(attempt).first(connection, rule.sampleKinds());
        }
        return relations
                .before(connection, rule.sampleStatement() + " limit " + Finding.MOST_SAMPLES)
                .list(connection, RuleCheck::sample);
    }

    /** A row with the columns {@code line_number} and {@code record}. */
    static Sample sample(ResultSet row) throws SQLException {
        String record = row.getString("record");
        return new Sample(
                row.getObject("line_number", Long.class),
                record.length() <= LONGEST_SAMPLE ? record : record.substring(0, LONGEST_SAMPLE) + " …");
    }
}
