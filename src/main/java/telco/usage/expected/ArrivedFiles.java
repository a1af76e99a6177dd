package telco.usage.expected;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import telco.usage.jdbc.Sql;

/** The files of an expectation that came: those whose rows are in the warehouse. */
final class ArrivedFiles {

    /**
     * A file that came.
     *
     * @param period what it is for, or its number
     */
    record Arrival(String period, int runId, Instant at) {}

    private record Loaded(String fileName, int runId, Instant at) {}

    private ArrivedFiles() {}

    /**
     * The first file of each period, in the order in which they were loaded.
     *
     * @param since only those that came later
     */
    static Map<String, Arrival> byPeriod(Connection connection, Expectation expectation, Instant since)
            throws SQLException {
        Map<String, Arrival> first = new LinkedHashMap<>();
        Sql.of("""
                        select id, file_name, finished_at
                        from ingest.run
                        where state in ('SUCCEEDED', 'SUCCEEDED_WITH_WARNINGS', 'SKIPPED_DUPLICATE')
                          and not validate_only and replayed_run_id is null and finished_at > ?
                        order by finished_at, id
                        """, since)
                .list(
                        connection,
                        row -> new Loaded(
                                row.getString("file_name"), row.getInt("id"), Sql.instant(row, "finished_at")))
                .forEach(file -> expectation
                        .periodOf(file.fileName())
                        .ifPresent(period -> first.putIfAbsent(period, new Arrival(period, file.runId(), file.at()))));
        return first;
    }
}
