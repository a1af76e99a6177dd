package telco.usage.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import telco.usage.jdbc.Sql;

/** The first records that a run has kept aside, for a person to see what is wrong: all but the records themselves. */
public final class FirstRejects {

    private FirstRejects() {}

    /**
     * What a report says of a reject.
     *
     * @param line on which the record begins, from 1
     * @param column the column to blame, null when it is the whole record
     * @param message what was found and what was expected
     */
    public record Line(long line, String column, RejectReason reason, String message) {

        @Override
        public String toString() {
            return "line %d%s: %s, %s".formatted(line, column == null ? "" : ", column " + column, reason, message);
        }
    }

    /** In the order of the file. */
    public static List<Line> of(Connection connection, int runId, int limit) throws SQLException {
        return Sql.of("""
                        select line_number, column_name, reason, message
                        from ingest.reject
                        where run_id = ?
                        order by record_number
                        limit ?
                        """, runId, limit)
                .list(
                        connection,
                        row -> new Line(
                                row.getLong("line_number"),
                                row.getString("column_name"),
                                RejectReason.valueOf(row.getString("reason")),
                                row.getString("message")));
    }
}
