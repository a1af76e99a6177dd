package telco.usage.retention;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import telco.usage.jdbc.Sql;
import telco.usage.paging.Paging;

/** What was removed, in a table that only grows: the database refuses to change or remove a record. */
final class RetentionRecords {

    private RetentionRecords() {}

    /** Writes down what goes, as part of the transaction in which it goes. */
    static void write(Connection connection, Cut cut, List<Departure> departures, Instant now) throws SQLException {
        for (Departure departure : departures) {
            Sql.of(
                            """
                            insert into ingest.retention_record
                                (removed_at, run_id, keep_from, period_months, day, month, row_count, bytes, dropped)
                            values (?, ?::integer, ?, ?, ?::date, ?, ?, ?, ?)
                            """,
                            now,
                            cut.runId(),
                            cut.keepFrom(),
                            cut.periodMonths(),
                            departure.day().toString(),
                            departure.month(),
                            departure.rows(),
                            departure.bytes(),
                            departure.wholeDay())
                    .update(connection);
        }
    }

    /**
     * Newest first, one more than the page holds.
     *
     * @param month only this billing month; null for any
     */
    static List<RetentionRecord> list(Connection connection, String month, Paging paging) throws SQLException {
        return Sql.of("""
                        select id, removed_at, run_id, keep_from, period_months, day, month, row_count, bytes, dropped
                        from ingest.retention_record
                        where (?::text is null or month = ?)
                          and (?::bigint is null or id < ?)
                        order by id desc
                        limit ?
                        """, month, month, paging.after(), paging.after(), paging.fetch())
                .list(
                        connection,
                        row -> new RetentionRecord(
                                row.getLong("id"),
                                Sql.instant(row, "removed_at"),
                                row.getObject("run_id", Integer.class),
                                Sql.instant(row, "keep_from"),
                                row.getInt("period_months"),
                                row.getObject("day", LocalDate.class),
                                row.getString("month"),
                                row.getLong("row_count"),
                                row.getLong("bytes"),
                                row.getBoolean("dropped")));
    }
}
