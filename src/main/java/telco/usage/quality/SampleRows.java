package telco.usage.quality;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import telco.usage.jdbc.Sql;
import telco.usage.run.Attempt;
import telco.usage.run.Finding;
import telco.usage.run.Sample;
import telco.usage.stage.Stage;

/**
 * Rows that show what a rule has found, by kind: odd ones that were remembered while they were staged, rejects by their
 * reason ({@code rejected} for all), and what comparing with the warehouse has found, by its disposition.
 */
final class SampleRows {

    private static final String ALL_REJECTS = "rejected";

    private final Stage stage;
    private final int runId;

    SampleRows(Attempt attempt) {
        this.stage = new Stage(attempt.runId(), attempt.stagedBy());
        this.runId = attempt.runId();
    }

    /** The first rows of these kinds, in the order of the file. */
    List<Sample> first(Connection connection, List<String> kinds) throws SQLException {
        return Stream.of(remembered(connection, kinds), rejects(connection, kinds), exceptions(connection, kinds))
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Sample::line))
                .limit(Finding.MOST_SAMPLES)
                .toList();
    }

    private List<Sample> remembered(Connection connection, List<String> kinds) throws SQLException {
        return Sql.of("""
                        select line_number, record
                        from %s
                        where oddity = any (?)
                        order by line_number
                        limit ?
                        """.formatted(stage.sampleTable()), kinds, Finding.MOST_SAMPLES)
                .list(connection, RuleCheck::sample);
    }

    private List<Sample> rejects(Connection connection, List<String> kinds) throws SQLException {
        return Sql.of("""
                        select line_number, encode(record, 'escape') as record
                        from ingest.reject
                        where run_id = ? and (reason = any (?) or ?)
                        order by record_number
                        limit ?
                        """, runId, kinds, kinds.contains(ALL_REJECTS), Finding.MOST_SAMPLES)
                .list(connection, RuleCheck::sample);
    }

    private record Found(LocalDate day, long recordNumber) {}

    /** The days are looked at only where the first exceptions are: there can be as many as rows, and PUBLISH has its lock. */
    private List<Sample> exceptions(Connection connection, List<String> kinds) throws SQLException {
        Map<LocalDate, List<Long>> byDay = new LinkedHashMap<>();
        Sql.of("""
                        select day, record_number
                        from %s
                        where disposition = any (?) and record_number > 0
                        order by record_number
                        limit ?
                        """.formatted(stage.exceptionTable()), kinds, Finding.MOST_SAMPLES)
                .list(connection, row -> new Found(row.getObject("day", LocalDate.class), row.getLong("record_number")))
                .forEach(each -> byDay.computeIfAbsent(each.day(), day -> new ArrayList<>())
                        .add(each.recordNumber()));
        List<Sample> samples = new ArrayList<>();
        for (Map.Entry<LocalDate, List<Long>> day : byDay.entrySet()) {
            samples.addAll(Sql.of("""
                            select line_number, encode(record, 'escape') as record
                            from %s
                            where record_number = any (?)
                            """.formatted(stage.mergeTable(day.getKey())), day.getValue())
                    .list(connection, RuleCheck::sample));
        }
        return samples;
    }
}
