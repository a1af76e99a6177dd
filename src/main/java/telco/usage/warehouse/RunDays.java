package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import telco.usage.jdbc.Sql;

/** The days in which a run's rows are, so that nobody has to look for them in the whole warehouse. */
public final class RunDays {

    private RunDays() {}

    /** Remembers that the run has put rows into the day, as part of the transaction that does it. */
    public static void record(Connection connection, int runId, LocalDate day) throws SQLException {
        Sql.of("insert into ingest.run_day (run_id, day) values (?, ?::date)", runId, day.toString())
                .update(connection);
    }

    /** The days that the run has put rows into and that have not been retired since, oldest first. */
    public static List<LocalDate> of(Connection connection, int runId) throws SQLException {
        List<LocalDate> existing = UsageDays.existing(connection);
        return Sql.of("select day from ingest.run_day where run_id = ? order by day", runId)
                .list(connection, row -> row.getObject("day", LocalDate.class))
                .stream()
                .filter(existing::contains)
                .toList();
    }
}
