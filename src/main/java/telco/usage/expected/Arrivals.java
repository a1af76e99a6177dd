package telco.usage.expected;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import telco.usage.jdbc.Sql;

/** The files of an expectation that came: those whose rows are in the warehouse, in the order in which they were loaded. */
final class Arrivals {

    /**
     * A file that came.
     *
     * @param period what it is for, or its number
     */
    record Arrival(String period, int runId, Instant at) {}

    private final List<Arrival> arrivals = new ArrayList<>();

    private Arrivals() {}

    /** @param since only those that came later; a period's file may have come before it was expected */
    static Arrivals of(Connection connection, Expectation expectation, Instant since) throws SQLException {
        Arrivals found = new Arrivals();
        Sql.of("""
                        select id, file_name, finished_at
                        from ingest.run
                        where state in ('SUCCEEDED', 'SUCCEEDED_WITH_WARNINGS', 'SKIPPED_DUPLICATE')
                          and not validate_only and replayed_run_id is null and finished_at > ?
                        order by finished_at, id
                        """, since).list(connection, row -> {
            Optional<String> period = expectation.periodOf(row.getString("file_name"));
            int id = row.getInt("id");
            Instant at = Sql.instant(row, "finished_at");
            period.ifPresent(each -> found.arrivals.add(new Arrival(each, id, at)));
            return id;
        });
        return found;
    }

    /** The first one of each period. */
    Map<String, Arrival> byPeriod() {
        Map<String, Arrival> first = new LinkedHashMap<>();
        arrivals.forEach(arrival -> first.putIfAbsent(arrival.period(), arrival));
        return first;
    }
}
