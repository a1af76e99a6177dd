package telco.usage.suspense;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import telco.usage.csv.CsvTable;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.jdbc.Sql;
import telco.usage.run.Amount;
import telco.usage.run.RejectReason;
import telco.usage.run.RejectState;

/** Reads the records that runs have kept aside. */
@Singleton
final class Rejects {

    /** Few enough for long records to fit into memory, many enough to hide the round trip. */
    private static final int RECORDS_PER_QUERY = 100;

    private static final List<String> TABLE_COLUMNS =
            List.of("record_number", "line_number", "reason", "state", "column", "message", "charge", "record");

    private final Database database;
    private final Charset charset;

    Rejects(Database database, ReplayConfig config) {
        this.database = database;
        this.charset = config.charset();
    }

    private record Kept(long number, byte[] bytes) {}

    /** Where a query for records runs. */
    private interface Reading {
        List<Kept> of(Database.Query<List<Kept>> query);
    }

    /** How many rejects the run has. */
    List<RejectTotal> totals(int runId) {
        return database.withConnection(connection -> RejectTotal.of(connection, runId));
    }

    /** The selected rejects behind record number {@code after}, in the order of the file. */
    List<Reject> list(int runId, RejectSelection selection, long after, int limit) {
        return database.withConnection(connection -> Sql.of(
                        """
                        select record_number, line_number, byte_offset, reason, column_name, message, charge, record,
                               record_bytes, state, replay_run_id, settled_at, settled_by, why
                        from ingest.reject
                        where run_id = ? and record_number > ?
                          and (?::text is null or state = ?)
                          and (?::text is null or reason = ?)
                        order by record_number
                        limit ?
                        """,
                        runId,
                        after,
                        selection.state(),
                        selection.state(),
                        selection.reason(),
                        selection.reason(),
                        limit)
                .list(connection, this::reject));
    }

    /**
     * Writes the file's header, if it has one, and the untouched records, each ended by a line feed. One that was too long
     * to be kept whole is left out: its start would be another record, and an open quote in it would swallow those behind it.
     *
     * <p>Between two parts no connection is held, so a slow reader costs nobody else anything.
     */
    void write(int runId, RejectSelection selection, OutputStream out) throws IOException {
        write(database::withConnection, runId, selection, out);
    }

    /** Writes a table for people, with a header: a text that a spreadsheet would run begins with an apostrophe there. */
    void writeTable(int runId, RejectSelection selection, OutputStream out) throws IOException {
        try (CsvTable table = new CsvTable(out, TABLE_COLUMNS)) {
            List<Reject> part = list(runId, selection, 0, RECORDS_PER_QUERY);
            while (!part.isEmpty()) {
                for (Reject reject : part) {
                    table.row(cells(reject));
                }
                part = list(runId, selection, part.get(part.size() - 1).recordNumber(), RECORDS_PER_QUERY);
            }
        }
    }

    private static List<?> cells(Reject reject) {
        return Arrays.asList(
                reject.recordNumber(),
                reject.lineNumber(),
                reject.reason(),
                reject.state(),
                reject.column(),
                reject.message(),
                new BigDecimal(reject.charge()),
                reject.record());
    }

    /**
     * The untouched records as {@link #write(int, RejectSelection, OutputStream)}, within the caller's transaction.
     *
     * @return how many records were written
     */
    static long write(Connection connection, int runId, RejectSelection selection, OutputStream out)
            throws IOException {
        return write(query -> on(connection, query), runId, selection, out);
    }

    private static long write(Reading reading, int runId, RejectSelection selection, OutputStream out)
            throws IOException {
        for (Kept header : reading.of(connection -> header(connection, runId))) {
            write(header, out);
        }
        long written = 0;
        List<Kept> records = reading.of(connection -> whole(connection, runId, selection, 0));
        while (!records.isEmpty()) {
            for (Kept kept : records) {
                write(kept, out);
            }
            written += records.size();
            long last = records.get(records.size() - 1).number();
            records = reading.of(connection -> whole(connection, runId, selection, last));
        }
        return written;
    }

    private static void write(Kept kept, OutputStream out) throws IOException {
        out.write(kept.bytes());
        out.write('\n');
    }

    private static List<Kept> on(Connection connection, Database.Query<List<Kept>> query) {
        try {
            return query.on(connection);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static List<Kept> header(Connection connection, int runId) throws SQLException {
        return Sql.of("select header from ingest.run where id = ? and header is not null", runId)
                .list(connection, row -> new Kept(0, row.getBytes("header")));
    }

    private static List<Kept> whole(Connection connection, int runId, RejectSelection selection, long after)
            throws SQLException {
        return Sql.of(
                        """
                        select record_number, record
                        from ingest.reject
                        where run_id = ? and record_number > ? and octet_length(record) = record_bytes
                          and (?::text is null or state = ?)
                          and (?::text is null or reason = ?)
                        order by record_number
                        limit ?
                        """,
                        runId,
                        after,
                        selection.state(),
                        selection.state(),
                        selection.reason(),
                        selection.reason(),
                        RECORDS_PER_QUERY)
                .list(connection, row -> new Kept(row.getLong("record_number"), row.getBytes("record")));
    }

    private Reject reject(ResultSet row) throws SQLException {
        return new Reject(
                row.getLong("record_number"),
                row.getLong("line_number"),
                row.getLong("byte_offset"),
                RejectReason.valueOf(row.getString("reason")),
                row.getString("column_name"),
                row.getString("message"),
                Amount.plain(row.getBigDecimal("charge")),
                RecordText.of(row.getBytes("record"), charset),
                row.getLong("record_bytes"),
                RejectState.valueOf(row.getString("state")),
                row.getObject("replay_run_id", Integer.class),
                Sql.instant(row, "settled_at"),
                row.getString("settled_by"),
                row.getString("why"));
    }
}
