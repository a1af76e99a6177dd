package telco.usage.run;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;

/** Reads the records that runs have kept aside. */
@Singleton
final class Rejects {

    /** Few enough for long records to fit into memory, many enough to hide the round trip. */
    private static final int RECORDS_PER_QUERY = 100;

    private final Database database;

    Rejects(Database database) {
        this.database = database;
    }

    private record Kept(long number, byte[] bytes) {}

    /** The rejects behind record number {@code after}, in the order of the file. */
    List<Reject> list(int runId, long after, int limit) {
        return database.withConnection(
                connection -> Sql.of("""
                        select record_number, line_number, byte_offset, reason, column_name, message, charge, record,
                               record_bytes
                        from ingest.reject
                        where run_id = ? and record_number > ?
                        order by record_number
                        limit ?
                        """, runId, after, limit).list(connection, Rejects::reject));
    }

    /**
     * Writes the file's header, if it has one, and the untouched records, each ended by a line feed. One that was too long to be kept
     * whole is left out: its start would be another record, and an open quote in it would swallow those behind it.
     *
     * <p>Between two parts no connection is held, so a slow reader costs nobody else anything.
     */
    void writeRecords(int runId, OutputStream out) throws IOException {
        Optional<byte[]> header =
                database.withConnection(connection -> Sql.of("select header from ingest.run where id = ?", runId)
                        .first(connection, row -> row.getBytes("header")));
        if (header.isPresent()) {
            out.write(header.get());
            out.write('\n');
        }
        List<Kept> records = whole(runId, 0);
        while (!records.isEmpty()) {
            for (Kept kept : records) {
                out.write(kept.bytes());
                out.write('\n');
            }
            records = whole(runId, records.get(records.size() - 1).number());
        }
    }

    private List<Kept> whole(int runId, long after) {
        return database.withConnection(connection -> Sql.of("""
                        select record_number, record
                        from ingest.reject
                        where run_id = ? and record_number > ? and octet_length(record) = record_bytes
                        order by record_number
                        limit ?
                        """, runId, after, RECORDS_PER_QUERY)
                .list(connection, row -> new Kept(row.getLong("record_number"), row.getBytes("record"))));
    }

    private static Reject reject(ResultSet row) throws SQLException {
        return new Reject(
                row.getLong("record_number"),
                row.getLong("line_number"),
                row.getLong("byte_offset"),
                row.getString("reason"),
                row.getString("column_name"),
                row.getString("message"),
                Amount.plain(row.getBigDecimal("charge")),
                new String(row.getBytes("record"), StandardCharsets.UTF_8),
                row.getLong("record_bytes"));
    }
}
